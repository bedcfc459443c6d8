import SeededRandom
import Testing

@testable import Libraries

@Suite("Shared objects")
struct SharedObjectTests {
  @Test("Objects of 32 and 64 bits and either byte order are read", arguments: [true, false])
  func layouts(isWide: Bool) throws {
    for isBigEndian in [true, false] {
      let tree = try FileTreeFixture()
      let image = ObjectBytes(isWide: isWide, isBigEndian: isBigEndian).image(
        soname: "libx.so.1", buildID: [0xDE, 0xAD, 0xBE, 0xEF])
      try tree.write("/opt/libx.so.1.2", image)
      let library = try #require(tree.resolver.ask("/opt/libx.so.1.2", isMapped: true).first)
      #expect(library.line == "shared-object libx.so.1 - /opt/libx.so.1.2 -")
      #expect(library.buildID == "deadbeef")
    }
  }

  @Test("A program is known by build and package, one for a fixed place too", arguments: [2, 3])
  func programs(type: UInt8) throws {
    let tree = try FileTreeFixture()
    var image = ObjectBytes().image(soname: nil, buildID: [0xAB])
    image[16] = type
    try tree.write("/usr/bin/tool", image)
    try tree.write("/var/lib/dpkg/info/tools.list", "/.\n/usr/bin\n/usr/bin/tool\n")
    try tree.write("/var/lib/dpkg/status", "Package: tools\nVersion: 1.2\n\n")
    let program = try #require(tree.resolver.executable(Array("/usr/bin/tool".utf8)))
    #expect(program.line == "executable tool 1.2 /usr/bin/tool tools")
    #expect(program.buildID == "ab")
    try tree.write("/usr/bin/script", "#!/bin/sh\n")
    #expect(tree.resolver.executable(Array("/usr/bin/script".utf8)) == nil)
  }

  @Test("An object without a name has its file's")
  func unnamed() throws {
    let tree = try FileTreeFixture()
    try tree.write("/opt/plugin.so", ObjectBytes().image(soname: nil, buildID: []))
    #expect(
      tree.ask("/opt/plugin.so", isMapped: true) == ["shared-object plugin.so - /opt/plugin.so -"])
  }

  @Test("A link and what it leads to are one object")
  func links() throws {
    let tree = try FileTreeFixture()
    try tree.write("/usr/lib/libx.so.1.2", ObjectBytes().image(soname: "libx.so.1", buildID: [1]))
    try tree.link("/usr/lib/libx.so.1", to: "libx.so.1.2")
    try tree.link("/lib", to: "usr/lib")
    let paths = ["/lib/libx.so.1", "/usr/lib/libx.so.1.2", "/usr/bin/../lib//libx.so.1"]
    try tree.write("/usr/bin/x")
    #expect(Set(paths.flatMap { tree.ask($0, isMapped: true) }).count == 1)
  }

  @Test("What is no shared object is none", arguments: ["", "\u{7F}ELF", "INPUT(libx.so.6)"])
  func others(_ content: String) throws {
    let tree = try FileTreeFixture()
    try tree.write("/opt/libx.so", content)
    #expect(tree.ask("/opt/libx.so", isMapped: true) == [])
  }

  @Test("Damaged objects are read without harm, and quickly", arguments: 0..<8)
  func damaged(seed: UInt64) throws {
    let tree = try FileTreeFixture()
    var generator = SeededRandom(seed: seed)
    for _ in 0..<150 {
      var image = ObjectBytes(isWide: Bool.random(using: &generator)).image(
        soname: "libx.so.1", buildID: [1, 2, 3, 4])
      for _ in 0..<Int.random(in: 1...12, using: &generator) {
        let extremes: [UInt8] = [
          0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &generator),
        ]
        let position = Int.random(in: 4..<image.count, using: &generator)
        for index in position..<min(position + 4, image.count) {
          image[index] = extremes.randomElement(using: &generator) ?? 0
        }
      }
      if Bool.random(using: &generator) {
        image.removeLast(Int.random(in: 0..<image.count, using: &generator))
      }
      try tree.write("/opt/libx.so", image)
      tree.seconds += 1
      for library in tree.resolver.ask("/opt/libx.so", isMapped: true) {
        #expect(library.kind == .sharedObject && library.name.count < 256)
        #expect(library.buildID?.count ?? 0 <= 128)
      }
    }
  }
}
