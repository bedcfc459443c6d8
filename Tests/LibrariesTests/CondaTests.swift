import SeededRandom
import Testing

@testable import Libraries

@Suite("Conda environments")
struct CondaTests {
  private let object = ObjectBytes().image(soname: "libz.so.1", buildID: [1])
  private let base = "conda base - /opt/conda -"
  private let align = "conda align - /opt/conda/envs/align -"

  @Test("Whatever is used below a prefix is the environment's, once a program has shown it")
  func environments() throws {
    let tree = try conda()
    #expect(tree.ask("/opt/conda/share/x") == [])
    #expect(tree.ask("/opt/conda/bin/python", isMapped: true) == [base])
    #expect(tree.ask("/opt/conda/share/x") == [base])
    #expect(tree.ask("/opt/conda/envs/align/share/data.txt") == [align])
    #expect(tree.ask("/srv/env/bin/tool") == ["conda env - /srv/env -"])
    #expect(tree.ask("/srv/other/bin/tool") == [])
    #expect(tree.ask("/opt/condax/share/x") == [])
  }

  @Test("What conda reads of environments that it only lists or links does not count")
  func listing() throws {
    let tree = try conda()
    #expect(tree.ask("/opt/conda/envs/align/conda-meta/history") == [])
    #expect(tree.ask("/opt/conda/bin/python") == [base])
    #expect(tree.ask("/opt/conda/conda-meta/history") == [])
    #expect(tree.ask("/opt/conda/pkgs/zlib-1.3-h0/lib/x.txt") == [])
  }

  @Test("A shared object is of the environment's package")
  func packages() throws {
    let tree = try conda()
    #expect(
      tree.ask("/opt/conda/envs/align/lib/libz.so.1", isMapped: true)
        == ["shared-object libz.so.1 1.3.1 /opt/conda/envs/align/lib/libz.so.1.3 libzlib", align])
  }

  @Test("A record whose own name does not say it is read to the end")
  func oddRecord() throws {
    let tree = try conda()
    try tree.write("/srv/env/lib/liby.so", object)
    try tree.write(
      "/srv/env/conda-meta/y.json", #"{"files": ["lib/liby.so"], "name": "y", "version": "2"}"#)
    #expect(
      tree.ask("/srv/env/lib/liby.so", isMapped: true).first
        == "shared-object libz.so.1 2 /srv/env/lib/liby.so y")
  }

  @Test("Python's distributions in an environment come beside it")
  func python() throws {
    let tree = try conda()
    let site = "/opt/conda/envs/align/lib/python3.12/site-packages"
    try tree.write(site + "/a-1.dist-info/METADATA", "Name: a\nVersion: 1\n")
    try tree.write(site + "/a-1.dist-info/RECORD", "a.py,,\n")
    try tree.write(site + "/a.py")
    #expect(tree.ask(site + "/a.py") == ["python a 1 \(site)/a-1.dist-info -", align])
  }

  @Test("Records of any content are read without harm, in pieces of any size", arguments: 0..<6)
  func fuzz(seed: UInt64) {
    var generator = SeededRandom(seed: seed)
    let pieces = [
      "{", "}", "[", "]", "\"", "\\", ",", ":", "\"files\": [\"lib/a.so\"]", "\"name\"", "\"x\"",
      "\"version\": \"1\"", "files", "\n", "\u{FF}", "null", "1e9",
    ]
    for _ in 0..<500 {
      let text = (0..<60).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      var whole = CondaRecordScanner()
      var files: [[UInt8]] = []
      whole.scan(text.utf8) { files.append($0) }
      var parts = CondaRecordScanner()
      var filesOfParts: [[UInt8]] = []
      for byte in text.utf8 { parts.scan([byte]) { filesOfParts.append($0) } }
      #expect(files == filesOfParts && whole.name == parts.name && whole.version == parts.version)
    }
  }

  private func conda() throws -> FileTreeFixture {
    let tree = try FileTreeFixture()
    for prefix in ["/opt/conda", "/opt/conda/envs/align", "/srv/env"] {
      try tree.write(prefix + "/conda-meta/history")
    }
    try tree.write("/opt/conda/condabin/conda")
    try tree.write("/opt/conda/envs/align/lib/libz.so.1.3", object)
    try tree.link("/opt/conda/envs/align/lib/libz.so.1", to: "libz.so.1.3")
    try tree.write(
      "/opt/conda/envs/align/conda-meta/libzlib-1.3.1-h4ab18f5_1.json",
      """
      {"build": "h4ab18f5_1", "depends": ["name", "files"], "files": ["lib/libz.so.1",
      "lib/libz.so.1.3"], "link": {"source": "a\\"b", "name": "no"}, "name": "libzlib",
      "paths_data": {"paths": [{"_path": "lib/libz.so.1"}]}, "version": "1.3.1"}
      """)
    try tree.write(
      "/opt/conda/envs/align/conda-meta/doc-1-0.json",
      #"{"files": ["share/doc.txt"], "name": "doc", "version": "1"}"#)
    return tree
  }
}
