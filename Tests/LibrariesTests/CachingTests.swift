import SeededRandom
import Testing

@testable import Libraries

@Suite("What was found is kept, and no more")
struct CachingTests {
  @Test("A file that takes another's place is seen a second later")
  func replaced() throws {
    let tree = try FileTreeFixture()
    try tree.write("/a.so", ObjectBytes().image(soname: "one", buildID: [1]))
    #expect(tree.resolver.ask("/a.so", isMapped: true).map(\.nameText) == ["one"])
    try tree.write("/a.so", ObjectBytes().image(soname: "second", buildID: [2]))
    #expect(tree.resolver.ask("/a.so", isMapped: true).map(\.nameText) == ["one"])
    tree.seconds += 1
    #expect(tree.resolver.ask("/a.so", isMapped: true).map(\.nameText) == ["second"])
    try tree.remove("/a.so")
    tree.seconds += 1
    #expect(tree.resolver.ask("/a.so", isMapped: true) == [])
  }

  @Test("As many paths are kept as was said, those in use among them")
  func bounded() {
    var paths = ResolvedPaths(limit: 100)
    let used = bytes("/used")
    insert("/used", &paths)
    for index in 0..<1000 {
      insert("/other/\(index)", &paths)
      let key = used.withUnsafeBytes { ResolvedPaths.key($0, isMapped: true) }
      #expect(used.withUnsafeBytes { paths.find(key, path: $0, isMapped: true) } != nil)
      #expect(paths.count <= 100)
    }
  }

  @Test("Paths of any bytes do no harm", arguments: 0..<6)
  func fuzz(seed: UInt64) throws {
    let tree = try FileTreeFixture()
    try tree.write("/opt/conda/conda-meta/history")
    var generator = SeededRandom(seed: seed)
    let pieces = [
      "/", "/", "..", ".", "lib", "/lib/", "/bin/", "/envs/", "site-packages", "dist-packages/",
      "-packages/", "/R/", "/libs/", "/data/", "Rdata.rdx", ".rdb", "/auto/", ".so", ".so.1",
      ".py", ".pyc", "__pycache__/", ".pm", ".al", ".jar", ".egg", "/opt/conda", "perl5", "5.36",
      "a", "\0", "\u{FF}", "-1.0", ".node",
    ]
    for _ in 0..<4_000 {
      let count = Int.random(in: 0...14, using: &generator)
      let path =
        "/" + (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      for library in tree.resolver.ask(path, isMapped: Bool.random(using: &generator)) {
        #expect(library.kind == .conda)
      }
    }
  }

  private func bytes(_ text: String) -> [UInt8] { Array(text.utf8) }

  private func insert(_ path: String, _ paths: inout ResolvedPaths) {
    let entry = ResolvedPaths.Entry(
      path: bytes(path), isMapped: true, libraries: [], stamp: nil, resolved: 0, checked: 0)
    paths.insert(entry, bytes(path).withUnsafeBytes { ResolvedPaths.key($0, isMapped: true) })
  }
}
