internal import Foundation
import Testing

@testable import Symbols

@Suite("Stripped objects and their debug symbols")
struct DebugFileTests {
  /// Where the debug file is put, and what leads there.
  enum Place: String, CaseIterable {
    case buildID, beside, hidden, directory
  }

  @Test("A debug file is found where GDB looks for it", arguments: Place.allCases)
  func places(_ place: Place) throws {
    let workshop = try workshop(options: place == .buildID ? [] : ["-Wl,--build-id=none"])
    let debug =
      switch place {
      case .buildID: "debug/.build-id/\(try buildIDPath(workshop)).debug"
      case .beside: "x.debug"
      case .hidden: ".debug/x.debug"
      // The directories of the object again, without links, as /tmp may be one.
      case .directory: "debug" + (try workshop.run(["pwd", "-P"])[0]) + "/x.debug"
      }
    try split(workshop, debug: debug, isLinked: place != .buildID)
    let image = try workshop.image("x")
    #expect(image.everyName == (try Readelf(workshop.path("full")).functions()))
    #expect(image.nameSources.first == .dynsym)
    guard case .debugFile(let path) = image.nameSources.last else {
      Issue.record("\(image.nameSources)")
      return
    }
    #expect(path.hasSuffix("/\(debug)"))
    #expect(image.refusedDebugFiles == [])
  }

  @Test(
    "A debug file of another build is refused, by build id or by checksum",
    arguments: [true, false])
  func refused(hasBuildID: Bool) throws {
    let workshop = try workshop(options: hasBuildID ? [] : ["-Wl,--build-id=none"])
    try split(workshop, debug: "x.debug", isLinked: true)
    if hasBuildID {
      try workshop.write("y.c", "int other(int x) { return x; }")
      try workshop.run(["gcc", "-g", "-shared", "-fPIC", "-o", "x.debug", "y.c"])
    } else {
      try workshop.write("x.debug", try workshop.bytes("x.debug") + [0])
    }
    let image = try workshop.image("x")
    #expect(image.refusedDebugFiles.map { $0.hasSuffix("/x.debug") } == [true])
    #expect(image.nameSources == [.dynsym, .unwindTable])
    #expect(image.everyName.contains { $0.name == "exported" })
    #expect(!image.everyName.contains { $0.name == "inner" || $0.name == "other" })
  }

  @Test("The names left inside as MiniDebugInfo are found")
  func mini() throws {
    let workshop = try workshop(options: [])
    // As GDB's manual makes it.
    try workshop.run([
      "sh", "-ec",
      """
      cp x full
      nm -D x --format=posix --defined-only | awk '{ print $1 }' | sort > dynsyms
      nm x --format=posix --defined-only | awk '{ if ($2 == "T" || $2 == "t") print $1 }' \
        | sort > funcsyms
      comm -13 dynsyms funcsyms > keep
      objcopy --only-keep-debug x debug
      objcopy -S --remove-section .comment --keep-symbols=keep debug mini
      strip --strip-all x
      xz mini
      objcopy --add-section .gnu_debugdata=mini.xz x
      """,
    ])
    let image = try workshop.image("x")
    #expect(image.everyName == (try Readelf(workshop.path("full")).functions()))
    #expect(image.nameSources == [.dynsym, .miniDebugInformation])
  }

  @Test("Without any names the unwind table has the beginnings", arguments: ["gcc", "clang"])
  func unwind(compiler: String) throws {
    let workshop = try Workshop()
    try workshop.write("x.c", librarySource)
    try workshop.run([compiler, "-O2", "-shared", "-fPIC", "-o", "full", "x.c"])
    try workshop.run(["strip", "-o", "x", "full"])
    let (image, full) = (try workshop.image("x"), try workshop.image("full"))
    #expect(image.nameSources == [.dynsym, .unwindTable])
    #expect(try image.function("exported") == full.function("exported"))
    let inner = try full.function("inner")
    let found = try #require(image.functions.first { $0.offset == inner.offset })
    #expect(found.linkageName == "sub_" + String(inner.offset, radix: 16))
    #expect(found.size == inner.size)
    #expect(found.name == found.linkageName)
  }

  @Test("A nameless piece that is jumped to is told by the state of its stack")
  func piece() throws {
    let workshop = try Workshop()
    try workshop.write("x.c", pieceSource)
    try workshop.run(["gcc", "-O2", "-o", "full", "x.c"])
    try workshop.run(["strip", "-o", "x", "full"])
    let (image, full) = (try workshop.image("x"), try workshop.image("full"))
    let cold = try full.function("work.cold")
    #expect(image.functions.first { $0.offset == cold.offset }?.ineligible == .part)
    let start = try full.function("_start")
    #expect(image.functions.first { $0.offset == start.offset }?.ineligible == .startup)
    for name in ["work", "main"] {
      let function = try full.function(name)
      let found = try #require(image.functions.first { $0.offset == function.offset })
      #expect(found.ineligible == nil)
    }
  }

  @Test("The procedure linkage table has no functions, unless something names them")
  func linkage() throws {
    let workshop = try Workshop()
    try workshop.write("x.c", pieceSource)
    try workshop.run(["gcc", "-O2", "-o", "x", "x.c"])
    let lines = try workshop.run(["readelf", "-SW", "x"])
    let offsets = lines.filter { $0.contains(" .plt") }.compactMap { line in
      line.split(separator: "]").last.flatMap { UInt64($0.split(separator: " ")[3], radix: 16) }
    }
    try #require(!offsets.isEmpty)
    try workshop.run(["strip", "x"])
    let found = try workshop.image("x").functions.map(\.offset)
    #expect(Set(found).isDisjoint(with: offsets))
  }

  @Test("A damaged debug file is told of, and the object is read without it")
  func damaged() throws {
    let workshop = try workshop(options: [])
    let debug = "debug/.build-id/\(try buildIDPath(workshop)).debug"
    try split(workshop, debug: debug, isLinked: false)
    // All names of symbols lead out of their section.
    let lines = try workshop.run(["readelf", "-SW", debug]).map { $0.split(separator: " ") }
    let line = try #require(lines.first { $0.contains(".symtab") })
    let table = try #require(line.firstIndex(of: "SYMTAB"))
    let offset = try #require(Int(line[table + 2], radix: 16))
    let size = try #require(Int(line[table + 3], radix: 16))
    var bytes = try workshop.bytes(debug)
    for symbol in stride(from: offset, to: offset + size, by: 24) { bytes[symbol + 3] = 0x7F }
    try workshop.write(debug, bytes)
    let image = try workshop.image("x")
    #expect(image.refusedDebugFiles.map { $0.hasSuffix(debug) } == [true])
    #expect(image.nameSources == [.dynsym, .unwindTable])
  }

  @Test("What is no ELF file inside is named")
  func inside() throws {
    let workshop = try workshop(options: [])
    try workshop.write("text", "no symbols\n")
    try workshop.run([
      "sh", "-ec", "xz text; strip x; objcopy --add-section .gnu_debugdata=text.xz x",
    ])
    let error = #expect(throws: ObjectError.self) { try workshop.image("x") }
    #expect(error?.message(for: "x").contains(".gnu_debugdata") == true)
    try workshop.run(["objcopy", "--update-section", ".gnu_debugdata=x.c", "x"])
    let other = #expect(throws: ObjectError.self) { try workshop.image("x") }
    #expect(other?.message(for: "x").contains("cannot be expanded") == true)
  }
}

private func workshop(options: [String]) throws -> Workshop {
  let workshop = try Workshop()
  try workshop.write("x.c", librarySource)
  try workshop.run(["gcc", "-g", "-O2", "-shared", "-fPIC", "-o", "x"] + options + ["x.c"])
  return workshop
}

private func split(_ workshop: Workshop, debug: String, isLinked: Bool) throws {
  let directory = URL(fileURLWithPath: workshop.path(debug)).deletingLastPathComponent()
  try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
  try workshop.run(["cp", "x", "full"])
  try workshop.run(["objcopy", "--only-keep-debug", "x", debug])
  try workshop.run(["strip", "x"])
  if isLinked { try workshop.run(["objcopy", "--add-gnu-debuglink=\(debug)", "x"]) }
}

private func buildIDPath(_ workshop: Workshop) throws -> String {
  let line = try #require(
    try workshop.run(["readelf", "-n", "x"]).first { $0.contains("Build ID") })
  let id = try #require(line.split(separator: " ").last)
  return "\(id.prefix(2))/\(id.dropFirst(2))"
}

private let librarySource = """
  static __attribute__((noinline)) int inner(int x) { return x * x + 3; }
  int exported(int x) { return inner(x) + inner(x + 1); }
  """

private let pieceSource = """
  #include <stdio.h>
  #include <stdlib.h>
  extern void note(int) __attribute__((cold));
  __attribute__((noinline)) int work(int x, int y) {
    volatile int space[20];
    space[x & 15] = y;
    int z = printf("%d", x);
    if (x > 1000) { note(space[3] + z); fprintf(stderr, "large %d %d\\n", x, y); }
    return x * 2 + space[y & 15] + z;
  }
  __attribute__((noinline, cold)) void note(int x) { printf("%d", x); }
  int main(int count, char **words) { return work(count, 3); }
  """
