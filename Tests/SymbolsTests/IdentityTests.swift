import Testing

@testable import Symbols

@Suite("Identity of a build")
struct IdentityTests {
  @Test("The build id is the one that readelf shows")
  func buildID() throws {
    let workshop = try Workshop()
    try workshop.write("x.c", "int f(int x) { return x; }")
    try workshop.run(["gcc", "-shared", "-fPIC", "-Wl,--build-id=sha1", "-o", "x", "x.c"])
    let line = try #require(
      try workshop.run(["readelf", "-n", "x"]).first { $0.contains("Build ID") })
    #expect(try workshop.image("x").buildID == line.split(separator: " ").last.map(String.init))
  }

  @Test("Without a build id it is the hash of the code, which stripping does not change")
  func code() throws {
    let workshop = try Workshop()
    try workshop.write("x.c", "int f(int x) { return x; }")
    try workshop.run(["gcc", "-shared", "-fPIC", "-Wl,--build-id=none", "-o", "x", "x.c"])
    let lines = try workshop.run(["readelf", "-lW", "x"])
    let words = try #require(
      lines.map { $0.split(separator: " ") }.first {
        $0.first == "LOAD" && $0.contains("E")
      })
    let (offset, size) = (try hexadecimal(words[1]), try hexadecimal(words[4]))
    try workshop.write("code", try workshop.bytes("x")[offset..<(offset + size)])
    let hash = try workshop.run(["sha1sum", "code"])[0].prefix(40)
    #expect(try workshop.image("x").buildID == "sha1:" + hash)
    try workshop.run(["strip", "x"])
    #expect(try workshop.image("x").buildID == "sha1:" + hash)
  }

  @Test("SHA-1 is what sha1sum computes", arguments: [0, 1, 55, 56, 63, 64, 65, 119, 120, 5000])
  func hash(count: Int) throws {
    let workshop = try Workshop()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    try workshop.write("x", bytes)
    let expected = try workshop.run(["sha1sum", "x"])[0].prefix(40)
    for piece in [1, 64, 1000] {
      var hash = SHA1()
      for start in stride(from: 0, to: count, by: piece) {
        hash.add(Array(bytes[start..<min(start + piece, count)]))
      }
      #expect(hash.finish() == expected)
    }
  }

  private func hexadecimal(_ word: Substring) throws -> Int {
    try #require(Int(word.dropFirst(2), radix: 16))
  }
}
