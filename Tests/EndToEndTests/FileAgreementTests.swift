import Foundation
import Testing

extension TracingTests {
  @Suite("Agreement with strace on files")
  struct FileAgreementTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test(
      "of workloads", .timeLimit(.minutes(2)),
      arguments: [["files"], ["file-many", "10007", "2"], ["file-threads", "13", "1009"]])
    func workload(arguments: [String]) async throws {
      let place = directory.path("place")
      try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: false)
      let command = [arguments[0], place] + arguments.dropFirst()
      try await compare([try Installation().workloads] + command)
    }

    @Test("of a compilation")
    func compilation() async throws {
      try directory.write("#include <stdio.h>\nint main(void) { return puts(\"\"); }\n", to: "a.c")
      let sums = try await compare(["cc", "-O1", "-o", "a", "a.c"])
      #expect(sums.opens > 30)
      #expect(sums.failed > 30)
    }

    @Test("of a Snakemake workflow", .timeLimit(.minutes(3)))
    func snakemake() async throws {
      try directory.write(Self.workflow, to: "Snakefile")
      let snakemake = try Installation.python().deletingLastPathComponent()
        .appending(path: "snakemake").path
      let sums = try await compare([snakemake, "--cores", "2"])
      #expect(try directory.read("summary.txt").split(separator: "\n").count == 3)
      #expect(sums.opens > 1_000)
      #expect(sums.read > 1_000_000)
      #expect(sums.written > 300_000)
      #expect(sums.changes > 10)
    }

    private static let workflow = """
      SAMPLES = ["a", "b", "c"]
      rule all:
          input: "summary.txt"
      rule make:
          output: "data/{s}.txt"
          shell: "seq 20000 > {output}"
      rule sort:
          input: "data/{s}.txt"
          output: "sorted/{s}.txt.gz"
          shell: "sort -R {input} | gzip -c > {output}"
      rule count:
          input: expand("sorted/{s}.txt.gz", s=SAMPLES)
          output: "summary.txt"
          run:
              import gzip
              with open(output[0], "w") as out:
                  for path in input:
                      with gzip.open(path) as lines:
                          out.write(f"{path} {sum(1 for _ in lines)}\\n")
      """

    /// What strace saw, summed.
    private struct Sums: Decodable {
      let opens: Int
      let failed: Int
      let read: Int
      let written: Int
      let changes: Int
    }

    private static let calls =
      "open,openat,openat2,creat,read,readv,pread64,preadv,preadv2,write,writev,pwrite64,pwritev,"
      + "pwritev2,sendfile,splice,copy_file_range,rename,renameat,renameat2,unlink,unlinkat,rmdir,"
      + "link,linkat,symlink,symlinkat"

    /// Runs the command once, watched by both: what they differ in is nothing else's doing.
    @discardableResult
    private func compare(_ command: [String]) async throws -> Sums {
      let log = directory.path("strace.log")
      let strace = [
        "strace", "-f", "-qq", "-y", "-xx", "-s", "4096", "--seccomp-bpf", "-e", "signal=none",
        "-e", "trace=\(Self.calls)", "-o", log,
      ]
      let trace = try await Trace(
        strace + command, environment: ["SONDE_CAPTURE_FILE_BYTES": "true"], in: directory,
        within: .seconds(150))
      #expect(trace.result.status == 0, "\(trace.result.errorText)")
      #expect(try trace.run().complete == true)
      let result = try await RunningCommand(
        [
          "python3", Installation.path("Tests/Scripts/strace_files.py"), log,
          directory.path("trace.db"),
        ], in: directory
      ).end(within: .seconds(60))
      #expect(result.status == 0, "\(result.outputText)")
      let last = try #require(result.outputText.split(separator: "\n").last)
      return try JSONDecoder().decode(Sums.self, from: Data(last.utf8))
    }
  }
}
