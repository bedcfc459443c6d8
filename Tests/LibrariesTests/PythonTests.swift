import SeededRandom
import Testing

@testable import Libraries

@Suite("Python distributions")
struct PythonTests {
  private let site = "/venv/lib/python3.11/site-packages"

  @Test("Code of all forms is of the distribution that lists it")
  func forms() throws {
    let tree = try FileTreeFixture()
    try tree.distribution(
      site, "My_Dist-1.0", name: "My.Dist",
      files: ["mine/__init__.py", "single.py", "native.cpython-311-x86_64-linux-gnu.so"])
    for path in [
      "mine/__init__.py", "mine/deep/x.py", "mine/__pycache__/x.cpython-311.opt-1.pyc",
      "single.py", "__pycache__/single.cpython-311.pyc",
    ] {
      try tree.write("\(site)/\(path)")
      #expect(ask(tree, path) == "My.Dist 1.0 My_Dist-1.0.dist-info", "\(path)")
    }
    try tree.write("\(site)/native.cpython-311-x86_64-linux-gnu.so")
    #expect(
      ask(tree, "native.cpython-311-x86_64-linux-gnu.so") == "My.Dist 1.0 My_Dist-1.0.dist-info")
    try tree.write("\(site)/unknown.py")
    #expect(ask(tree, "unknown.py") == "")
    #expect(ask(tree, "mine/missing.py") == "")
    #expect(ask(tree, "My_Dist-1.0.dist-info/METADATA") == "")
  }

  @Test("In a directory that several share, the lists decide by file")
  func namespaces() throws {
    let tree = try FileTreeFixture()
    try tree.distribution(site, "g_auth-2", name: "g-auth", files: ["g/auth/__init__.py"])
    try tree.distribution(
      site, "g_core-3", name: "g-core", files: ["g/core/__init__.py", "\"g/core/a,b.py\""])
    for path in [
      "g/auth/__init__.py", "g/core/__init__.py", "g/core/a,b.py",
      "g/core/__pycache__/__init__.cpython-311.pyc", "g/other.py",
    ] { try tree.write("\(site)/\(path)") }
    #expect(ask(tree, "g/auth/__init__.py") == "g-auth 2 g_auth-2.dist-info")
    #expect(ask(tree, "g/core/__init__.py") == "g-core 3 g_core-3.dist-info")
    #expect(ask(tree, "g/core/a,b.py") == "g-core 3 g_core-3.dist-info")
    #expect(
      ask(tree, "g/core/__pycache__/__init__.cpython-311.pyc") == "g-core 3 g_core-3.dist-info")
    #expect(ask(tree, "g/other.py") == "")
  }

  @Test("Metadata of the older installers are read: a directory, a file, an egg")
  func eggs() throws {
    let tree = try FileTreeFixture()
    try tree.write(site + "/Old-1.5.egg-info/PKG-INFO", "Name: Old\nVersion: 1.5\n")
    try tree.write(site + "/Old-1.5.egg-info/top_level.txt", "old_module\n")
    try tree.write(site + "/six-1.16-py3.11.egg-info", "Name: six\n\nVersion: 0\n")
    try tree.write(site + "/e-2-py3.8.egg/EGG-INFO/PKG-INFO", "Name: e\nVersion: 2\n")
    for suffix in ["uri", "client"] {
      try tree.write("\(site)/l.\(suffix)-1.egg-info/PKG-INFO", "Name: l.\(suffix)\nVersion: 1\n")
      try tree.write("\(site)/l.\(suffix)-1.egg-info/top_level.txt", "l\n")
    }
    for path in ["old_module/x.py", "six.py", "e-2-py3.8.egg/e/__init__.py", "l/uri/a.py"] {
      try tree.write("\(site)/\(path)")
    }
    #expect(ask(tree, "old_module/x.py") == "Old 1.5 Old-1.5.egg-info")
    #expect(ask(tree, "six.py") == "six 1.16 six-1.16-py3.11.egg-info")
    #expect(ask(tree, "e-2-py3.8.egg/e/__init__.py") == "e 2 e-2-py3.8.egg/EGG-INFO")
    #expect(ask(tree, "l/uri/a.py") == "l.uri 1 l.uri-1.egg-info")
  }

  @Test("Of two versions of one distribution, the one that was installed last counts")
  func doubles() throws {
    let tree = try FileTreeFixture()
    try tree.distribution(site, "a-2", name: "a", files: ["a.py"])
    try tree.write(site + "/a.egg-info/PKG-INFO", "Name: A\nVersion: 9\n")
    try tree.write(site + "/a.py")
    #expect(ask(tree, "a.py") == "a 2 a-2.dist-info")
  }

  @Test("A distribution that comes later is seen, and one that goes")
  func changes() throws {
    let tree = try FileTreeFixture()
    try tree.write(site + "/a.py")
    #expect(ask(tree, "a.py") == "")
    try tree.distribution(site, "a-2", name: "a", files: ["a.py"])
    tree.seconds += 60
    #expect(ask(tree, "a.py") == "a 2 a-2.dist-info")
    try tree.remove(site + "/a-2.dist-info")
    tree.seconds += 60
    #expect(ask(tree, "a.py") == "")
  }

  @Test("The finder of an editable installation is not use of it")
  func editable() throws {
    let tree = try FileTreeFixture()
    try tree.distribution(site, "e-1", name: "e", files: ["__editable___e_1_finder.py"])
    try tree.write(site + "/__editable___e_1_finder.py")
    #expect(ask(tree, "__editable___e_1_finder.py") == "")
  }

  @Test("Metadata of any content are read without harm", arguments: 0..<6)
  func fuzz(seed: UInt64) throws {
    var generator = SeededRandom(seed: seed)
    let pieces = [
      "\n", ",", "\"", "a", "a/b.py", "a.py,sha256=x,1", "/", "..", "../../bin/x.py", "Name:",
      "Version:", " ", "\0", "\r\n", "__pycache__/", ".pyc", ".so", ".", "\u{FF}",
    ]
    for _ in 0..<25 {
      let tree = try FileTreeFixture()
      for name in ["a-1.dist-info/RECORD", "a-1.dist-info/METADATA", "b.egg-info/top_level.txt"] {
        let text = (0..<80).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
        try tree.write("\(site)/\(name)", text)
      }
      for path in ["a/b.py", "a.py", "__pycache__/a.pyc", ".py", "__pycache__/.pyc"] {
        try tree.write("\(site)/\(path)")
        #expect(tree.ask("\(site)/\(path)").count <= 1)
      }
    }
  }

  private func ask(_ tree: FileTreeFixture, _ path: String) -> String {
    let found = tree.resolver.ask("\(site)/\(path)", isMapped: path.hasSuffix(".so"))
    return found.filter { $0.kind == .python }
      .map { "\($0.nameText) \($0.version ?? "-") \($0.pathText.dropFirst(site.count + 1))" }
      .joined(separator: ";")
  }
}

extension FileTreeFixture {
  /// Writes the metadata that a wheel leaves.
  fileprivate func distribution(
    _ site: String, _ entry: String, name: String, files: [String]
  ) throws {
    let version = entry.split(separator: "-").last ?? ""
    try write(
      "\(site)/\(entry).dist-info/METADATA",
      "Metadata-Version: 2.1\nName: \(name)\nVersion: \(version)\n\nVersion: no\n")
    let lines = files.map { "\($0),sha256=x,1\n" } + ["../../../bin/tool,,\n"]
    try write("\(site)/\(entry).dist-info/RECORD", lines.joined())
  }
}
