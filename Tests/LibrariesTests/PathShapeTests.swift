import Testing

@testable import Libraries

@Suite("What the bytes of a path say")
struct PathShapeTests {
  @Test(
    "Paths that can be nothing are told at once",
    arguments: [
      "", "/", "relative/lib/x.so", "/data/sample.bam", "/proc/self/maps", "/etc/ld.so.cache",
      "/usr/lib/python3.11/os.py", "/usr/lib/python3.11/__pycache__/os.cpython-311.pyc",
      "/venv/lib/python3.11/site-packages", "/venv/lib/python3.11/site-packages/",
      "/venv/lib/python3.11/site-packages/numpy-1.0.dist-info/METADATA",
      "/usr/lib/R/library/stats/Meta/package.rds", "/usr/lib/R/library/stats/DESCRIPTION",
      "/src/R/plot.R", "/usr/share/perl/5.36/unicore/Heavy.pl", "/x.so/file", "/x.sofa", "/a.jar/b",
    ])
  func nothing(_ path: String) {
    #expect(shape(path) == [])
  }

  @Test(
    "Others say what they may be",
    arguments: [
      ("/lib/libc.so.6", .sharedObject),
      ("/lib/ld-linux-x86-64.so.2", .sharedObject),
      ("/app/addon.node", .sharedObject),
      ("/v/site-packages/a/_b.cpython-311-x86_64-linux-gnu.so", [.sharedObject, .python]),
      ("/usr/lib/R/library/stats/libs/stats.so", [.sharedObject, .r]),
      ("/usr/lib/perl/5.36/auto/POSIX/POSIX.so", [.sharedObject, .perl]),
      ("/v/dist-packages/a.py", .python),
      ("/v/site-packages/__pycache__/a.cpython-311.pyc", .python),
      ("/l/data.table/R/data.table", .r), ("/l/data.table/R/data.table.rdb", .r),
      ("/l/x/R/sysdata.rdx", .r), ("/l/datasets/data/Rdata.rdx", .r),
      ("/usr/share/perl5/JSON.pm", .perl), ("/usr/lib/perl/auto/POSIX/tmpnam.al", .perl),
      ("/app/a-1.0.jar", .java), ("/app/a.war", .java),
      ("/opt/conda/envs/x/share/y", []), ("/opt/x/bin/tool", []),
      ("/v/site-packages/../a.so", [.sharedObject, .python, .crooked]),
    ] as [(String, PathShape)])
  func something(_ path: String, _ expected: PathShape) {
    #expect(shape(path) == expected.union(.environment))
  }

  @Test("A shared object that is only read is nothing")
  func unmapped() {
    #expect(shape("/lib/libc.so.6", isMapped: false) == [])
    #expect(shape("/v/site-packages/a.so", isMapped: false) == [])
  }

  private func shape(_ path: String, isMapped: Bool = true) -> PathShape {
    Array(path.utf8).withUnsafeBytes { PathShape($0, isMapped: isMapped) }
  }
}
