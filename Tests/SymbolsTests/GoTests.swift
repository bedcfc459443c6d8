import Testing

@testable import Symbols

@Suite("Go's table of functions")
struct GoTests {
  @Test(
    "A stripped program has the functions that go tool nm tells of the whole one",
    arguments: [[], ["-buildmode=pie"]])
  func stripped(options: [String]) throws {
    let workshop = try Workshop()
    try workshop.write("go.mod", "module example.org/x\n\ngo 1.19\n")
    try workshop.write("main.go", goSource)
    let build = ["go", "build"]
    try workshop.run(build + options + ["-o", "full", "."])
    try workshop.run(build + options + ["-ldflags=-s -w", "-o", "x", "."])
    let image = try workshop.image("x")
    #expect(image.nameSources == [.goFunctionTable])
    #expect(image.kind == .executable)
    #expect(image.buildID.hasPrefix("go:") && image.buildID.utf8.count == 3 + 40)
    let readelf = try Readelf(workshop.path("full"))
    var expected: [String: UInt64] = [:]
    for line in try workshop.run(["go", "tool", "nm", "full"]) {
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count == 3, words[1] == "T", words[2].hasPrefix("main."),
        let address = UInt64(words[0], radix: 16)
      else { continue }
      // The runtime's table leaves out what a function is generic over.
      let name = words[2].split(separator: "[")[0] + (words[2].contains("[") ? "[...]" : "")
      expected[String(name)] = readelf.offset(ofAddress: address)
    }
    let found = image.functions.filter { $0.name.hasPrefix("main.") }
    #expect(Dictionary(uniqueKeysWithValues: found.map { ($0.name, $0.offset) }) == expected)
    #expect(Set(expected.keys).isSuperset(of: ["main.main", "main.(*T).Run", "main.Map[...]"]))
    #expect(try image.function("main.cold").ineligible == nil)
    // The whole program's own table has the same, and marks of places beside them.
    let full = try workshop.image("full")
    #expect(full.functions.map(\.offset) == image.functions.map(\.offset))
    #expect(try full.function("main.cold").ineligible == nil)
    #expect(!full.everyName.contains { $0.name == "runtime.text" || $0.name == "runtime.etext" })
  }

  @Test("The table is found where the linker of C has put it among other data")
  func merged() throws {
    let workshop = try Workshop()
    try workshop.write("go.mod", "module example.org/x\n\ngo 1.19\n")
    try workshop.write(
      "main.go",
      """
      package main

      // static int __attribute__((noinline)) triple(int x) { return 3 * x; }
      import "C"

      func main() { println(C.triple(4)) }
      """)
    let build = ["env", "CGO_ENABLED=1", "go", "build", "-buildmode=pie"]
    try workshop.run(build + ["-ldflags=-linkmode=external", "-o", "full", "."])
    try workshop.run(["strip", "-o", "x", "full"])
    #expect(!(try workshop.run(["readelf", "-SW", "x"]).contains { $0.contains("gopclntab") }))
    let (image, full) = (try workshop.image("x"), try workshop.image("full"))
    for name in ["main.main", "runtime.main", "runtime.mallocgc"] {
      #expect(try image.function(name).offset == full.function(name).offset)
    }
    let triple = full.functions.first { $0.name.hasSuffix("triple") }
    #expect(image.functions.contains { $0.offset == triple?.offset })
  }

  /// Debian's Go writes one version; these tables are as Go's sources describe the others.
  @Test("Tables of older and newer versions are read", arguments: tables, ["-no-pie", "-pie"])
  func versions(_ table: Table, option: String) throws {
    let workshop = try Workshop()
    try workshop.write("x.s", codeAssembly + table.assembly + "\n")
    try workshop.run(["gcc", option, "-o", "full", "x.s"])
    try workshop.run(["strip", "-o", "x", "full"])
    let (image, full) = (try workshop.image("x"), try workshop.image("full"))
    #expect(try image.function("pkg.f").offset == full.function("f").offset)
    #expect(try image.function("pkg.main").offset == full.function("main").offset)
    #expect(try image.function("pkg.f").size == 16)
    #expect(try image.function("pkg.main").size == 16)
    #expect(image.nameSources.contains(.goFunctionTable))
  }

  @Test("A damaged table is named")
  func damaged() throws {
    let workshop = try Workshop()
    try workshop.write("x.c", "int main(void) { return 3; }")
    try workshop.write(
      "table.s",
      """
      .section .gopclntab,"a"
      .long 0xfffffff0
      .byte 0, 0, 1, 8
      .quad 1000000
      .skip 56
      """)
    try workshop.run(["gcc", "-s", "-o", "x", "x.c", "table.s"])
    let error = #expect(throws: ObjectError.self) { try workshop.image("x") }
    #expect(error?.message(for: "x").contains("more functions than it has room for") == true)
  }
}

struct Table: CustomTestStringConvertible {
  let testDescription: String
  let assembly: String
}

private let tables = [
  Table(
    testDescription: "1.2",
    assembly: """
      .section .gopclntab,"aw"
      table: .long 0xfffffffb
      .byte 0, 0, 1, 8
      .quad 2
      .quad f, one - table, main, two - table, main + 16
      .long 0
      one: .quad f
      .long first - table
      two: .quad main
      .long second - table
      first: .asciz "pkg.f"
      second: .asciz "pkg.main"
      """),
  Table(
    testDescription: "1.16",
    assembly: """
      .section .gopclntab,"aw"
      table: .long 0xfffffffa
      .byte 0, 0, 1, 8
      .quad 2, 0
      .quad names - table, 0, 0, 0, functions - table
      names: .byte 0
      first: .asciz "pkg.f"
      second: .asciz "pkg.main"
      functions: .quad f, one - functions, main, two - functions, main + 16
      one: .quad f
      .long first - names
      two: .quad main
      .long second - names
      """),
  modern("1.18", magic: "0xfffffff0"),
  modern("1.20", magic: "0xfffffff1"),
]

private let codeAssembly = """
  .text
  .globl f, main
  .type f, %function
  .type main, %function
  f: ret
  .balign 16
  main: ret
  .balign 16

  """

private func modern(_ version: String, magic: String) -> Table {
  Table(
    testDescription: version,
    assembly: """
      .section .gopclntab,"aw"
      table: .long \(magic)
      .byte 0, 0, 1, 8
      .quad 2, 0, f
      .quad names - table, 0, 0, 0, functions - table
      names: .byte 0
      first: .asciz "pkg.f"
      second: .asciz "pkg.main"
      functions: .long f - f, one - functions, main - f, two - functions, main + 16 - f
      one: .long 0, first - names
      two: .long main - f, second - names
      """)
}

private let goSource = """
  package main

  import "fmt"

  type T struct{ n int }

  //go:noinline
  func (t *T) Run(k int) int { return t.n + k }

  //go:noinline
  func cold(k int) int { return k * 3 }

  //go:noinline
  func Map[K comparable](k K, f func(K) int) int { return f(k) }

  func main() {
  \tt := &T{1}
  \tfmt.Println(t.Run(2), cold(5), Map("x", func(s string) int { return len(s) }))
  }
  """
