import Events
import SeededRandom
import Testing

@Suite("Paths as the kernel walks them")
struct PathComponentsTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let components: [String]
    var isCut = false
    let path: String

    var testDescription: String { path }
  }

  @Test(
    "Components from the leaf to the root make a path from the root to the leaf",
    arguments: [
      Case(components: [], path: "/"),
      Case(components: ["bin"], path: "/bin"),
      Case(components: ["a"], path: "/a"),
      Case(components: ["gcc-12", "bin", "usr"], path: "/usr/bin/gcc-12"),
      Case(components: ["x", "y", "z"], path: "/z/y/x"),
      Case(components: ["with space", "ü", "日本"], path: "/日本/ü/with space"),
      Case(components: [".", "..", "..."], path: "/.../../."),
      Case(components: [], isCut: true, path: "…/"),
      Case(components: ["leaf"], isCut: true, path: "…/leaf"),
      Case(components: ["leaf", "deep"], isCut: true, path: "…/deep/leaf"),
      Case(components: ["memfd:x (deleted)"], path: "/memfd:x (deleted)"),
    ])
  func order(_ entry: Case) {
    #expect(text(write(entry.components.map { Array($0.utf8) }, isCut: entry.isCut)) == entry.path)
  }

  @Test("A path takes exactly the bytes that it announces", arguments: [false, true])
  func size(isCut: Bool) {
    var random = SeededRandom(seed: 5)
    for _ in 0..<2_000 {
      let components = (0..<Int.random(in: 0...12, using: &random)).map { _ in
        (0..<Int.random(in: 1...30, using: &random)).map { _ in
          UInt8.random(in: 1...255, using: &random)
        }
      }
      var expected: [UInt8] = isCut ? [0xe2, 0x80, 0xa6] : []
      if components.isEmpty { expected += "/".utf8 }
      for component in components.reversed() { expected += "/".utf8 + component }
      #expect(write(components, isCut: isCut) == expected)
    }
  }

  @Test("Nothing is written beyond the announced bytes, whatever the components")
  func malformed() {
    var random = SeededRandom(seed: 6)
    for _ in 0..<5_000 {
      let bytes = (0..<Int.random(in: 0...24, using: &random)).map { _ in
        UInt8.random(in: 0...2, using: &random)
      }
      bytes.withUnsafeBytes { bytes in
        let path = PathComponents(bytes: bytes, isCut: Bool.random(using: &random))
        #expect(written(path).count <= path.pathSize)
      }
    }
  }
}

private func write(_ components: [[UInt8]], isCut: Bool) -> [UInt8] {
  let block: [UInt8] = Array(components.map { $0 + [0] }.joined())
  return block.withUnsafeBytes { bytes in
    let path = PathComponents(bytes: bytes, isCut: isCut)
    let output = written(path)
    #expect(output.count == path.pathSize)
    return output
  }
}

/// Writes the path before a stretch of marks, which must stay.
private func written(_ path: PathComponents) -> [UInt8] {
  let mark: UInt8 = 0xee
  var output = Array(repeating: mark, count: path.pathSize + 16)
  let used = output.withUnsafeMutableBytes { output in
    output.baseAddress.map { path.write(to: $0) } ?? 0
  }
  #expect(output[path.pathSize...].allSatisfy { $0 == mark })
  return Array(output.prefix(used))
}

private func text(_ bytes: [UInt8]) -> String {
  String(decoding: bytes, as: UTF8.self)
}
