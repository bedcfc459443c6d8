import Testing

@testable import Symbols

@Suite("Symbol tables")
struct SymbolTableTests {
  @Test("Programs and libraries in C have the functions that readelf names", arguments: variants)
  func agreement(_ variant: Variant) throws {
    let workshop = try Workshop()
    try workshop.write("x.c", source)
    try workshop.run(variant.command + ["-o", "x", "x.c"])
    let image = try workshop.image("x")
    let expected = try Readelf(workshop.path("x")).functions()
    #expect(image.everyName == expected)
    #expect(image.kind == variant.kind)
    #expect((image.interpreter == nil) == variant.hasNoInterpreter)
    #expect(image.nameSources == [.symtab])
    #expect(image.functions.map(\.offset) == Set(expected.map(\.offset)).sorted())
    #expect(image.aliases == expected.count - image.functions.count)
  }

  @Test("Libraries of the system have the functions that are exported", arguments: libraries)
  func exported(_ name: String) throws {
    let path = try #require(systemLibrary(name))
    let image = try ObjectImage.read(path: path)
    let expected = try Readelf(path).functions(isDynamic: true)
    try #require(expected.count > 100)
    #expect(image.everyName.isSuperset(of: expected))
    #expect(image.nameSources.first == .dynsym)
    #expect(image.kind == .sharedObject)
  }

  @Test("Sizes are those of the symbols, and imports are no functions")
  func sizes() throws {
    let workshop = try Workshop()
    try workshop.write("x.c", source)
    try workshop.run(["clang", "-O0", "-o", "x", "x.c"])
    let image = try workshop.image("x")
    let lines = try workshop.run(["nm", "-S", "--defined-only", "x"])
    for name in ["main", "odd", "even"] {
      let line = try #require(lines.first { $0.hasSuffix(" \(name)") })
      let size = UInt64(line.split(separator: " ")[1], radix: 16)
      #expect(try image.function(name).size == size)
    }
    #expect(!image.everyName.contains { $0.name == "puts" })
  }

  @Test("Of several names the one that others call is preferred")
  func aliases() throws {
    let workshop = try Workshop()
    try workshop.write(
      "x.c",
      """
      static int inner(int x) { return x + 1; }
      int longer_name(int x) __attribute__((alias("inner")));
      int name(int x) __attribute__((alias("inner")));
      int _a(int x) __attribute__((alias("inner")));
      int b(int x) __attribute__((weak, alias("inner")));
      """)
    try workshop.run(["gcc", "-shared", "-fPIC", "-o", "x.so", "x.c"])
    let function = try workshop.image("x.so").function("inner")
    #expect(function.linkageName == "name")
    #expect(function.aliases == ["longer_name", "_a", "b", "inner"])
  }

  @Test("Versions are no part of a name")
  func versions() throws {
    let workshop = try Workshop()
    try workshop.write(
      "x.c",
      """
      int one(int x) { return x + 1; }
      int two(int x) { return x + 2; }
      __asm__(".symver one, both@V1");
      __asm__(".symver two, both@@V2");
      """)
    try workshop.write("map", "V1 { global: both; }; V2 { global: both; } V1;")
    try workshop.run(["gcc", "-shared", "-fPIC", "-Wl,--version-script=map", "-o", "x.so", "x.c"])
    let image = try workshop.image("x.so")
    #expect(image.functions.filter { ($0.aliases + [$0.linkageName]).contains("both") }.count == 2)
    #expect(!image.everyName.contains { $0.name.contains("@") })
  }

  @Test("What cannot stand for a function of the source says why")
  func ineligible() throws {
    let workshop = try Workshop()
    try workshop.write("x.c", coldSource)
    try workshop.run(["gcc", "-O2", "-o", "x", "x.c"])
    let image = try workshop.image("x")
    #expect(try image.function("work.cold").ineligible == .part)
    #expect(try image.function("choose").ineligible == .indirect)
    #expect(try image.function("_start").ineligible == .startup)
    #expect(try image.function("frame_dummy").ineligible == .startup)
    #expect(try image.function("main").ineligible == nil)
    #expect(try image.function("work").ineligible == nil)
  }

  @Test("A stub of the procedure linkage table that has a name is none of the source's")
  func linkage() throws {
    let workshop = try Workshop()
    try workshop.write(
      "x.s",
      """
      .section .plt.got,"ax",%progbits
      .globl stub
      .type stub, %function
      stub: ret
      .text
      .globl f
      .type f, %function
      f: ret

      """)
    try workshop.run(["gcc", "-shared", "-o", "x", "x.s"])
    let image = try workshop.image("x")
    #expect(try image.function("stub").ineligible == .procedureLinkage)
    #expect(try image.function("f").ineligible == nil)
  }

  @Test("Objects, data and what has no type are no functions")
  func others() throws {
    let workshop = try Workshop()
    try workshop.write(
      "x.s",
      """
      .data
      .globl data, function_in_data
      .type data, %object
      data: .quad 3
      .type function_in_data, %function
      function_in_data: .quad 3
      .text
      .globl untyped, f
      untyped: ret
      .type f, %function
      f: ret

      """)
    try workshop.run(["gcc", "-shared", "-nostdlib", "-o", "x", "x.s"])
    #expect(try workshop.image("x").functions.map(\.linkageName) == ["f"])
  }

  @Test(
    "A piece that is jumped to is told by its name",
    arguments: [
      ("work.cold", true), ("work.cold.12", true), ("work.part.0.cold", true), ("work", false),
      ("work.part.0", false), ("work.constprop.0", false), (".cold", false), ("a.colder", false),
      ("work.cold.b", false), ("cold", false),
      ("$s1a4workyyYaFTQ0_", true), ("$s1a4workyyYaFTY12_", true), ("$s1a4workyyYaFTQ_", true),
      ("$s1a4workyyYaF", false), ("$s1a4workyyYaFTQ0", false), ("workTQ0_", false), ("_", false),
    ])
  func parts(name: String, isPart: Bool) {
    #expect(Ineligibility.isPart(name) == isPart)
  }
}

struct Variant: CustomTestStringConvertible {
  let command: [String]
  var kind = ObjectImage.Kind.executable
  var hasNoInterpreter = false

  var testDescription: String { command.joined(separator: " ") }
}

private let variants = [
  Variant(command: ["clang", "-O0"]),
  Variant(command: ["clang", "-O2"]),
  Variant(command: ["gcc", "-O2", "-no-pie"]),
  Variant(command: ["gcc", "-O2", "-static"], hasNoInterpreter: true),
  Variant(command: ["gcc", "-O2", "-static-pie"], hasNoInterpreter: true),
  Variant(
    command: ["clang", "-O0", "-shared", "-fPIC"], kind: .sharedObject, hasNoInterpreter: true),
  Variant(
    command: ["clang", "-O2", "-shared", "-fPIC", "-fuse-ld=lld"], kind: .sharedObject,
    hasNoInterpreter: true),
  Variant(
    command: ["gcc", "-O2", "-shared", "-fPIC", "-Wl,-z,noseparate-code"], kind: .sharedObject,
    hasNoInterpreter: true),
]

private let source = """
  #include <stdio.h>
  int counter;
  static __attribute__((noinline)) int odd(int x) { return x * 3 + counter; }
  __attribute__((weak)) int even(int x) { counter += x; return x / 2; }
  int main(int count, char **words) {
    puts(words[0]);
    return odd(count) + even(count);
  }
  """

private let coldSource = """
  #include <stdio.h>
  #include <stdlib.h>
  extern void note(int) __attribute__((cold));
  static int fast(void) { return 1; }
  static int (*resolve(void))(void) { return fast; }
  int choose(void) __attribute__((ifunc("resolve")));
  __attribute__((noinline)) int work(int x) {
    if (x > 1000) { note(x); fprintf(stderr, "large %d\\n", x); exit(3); }
    return x * 2;
  }
  __attribute__((noinline, cold)) void note(int x) { printf("%d", x); }
  int main(int count, char **words) { return work(count) + choose(); }
  """

private let libraries = ["libpython3.11.so.1.0", "libsqlite3.so.0", "libc.so.6", "libstdc++.so.6"]

private func systemLibrary(_ name: String) -> String? {
  try? Workshop.run(["sh", "-c", "ls /usr/lib/*-linux-gnu/\(name)"]).first
}
