import Testing

@testable import Symbols

@Suite("Demangling")
struct DemanglerTests {
  @Test(
    "Names of Rust, and names that are not mangled",
    arguments: [
      // Legacy: the hash at the end is of no use to anybody.
      ("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", "core::fmt::Formatter::pad"),
      (
        "_ZN71_$LT$Test$u20$$u2b$$u20$$u27$static$u20$as$u20$foo..Bar$LT$Test$GT$$GT$3bar"
          + "17h930b740aa94f1d3aE", "<Test + 'static as foo::Bar<Test>>::bar"
      ),
      // Version 0.
      ("_RNvC6_123foo3bar", "123foo::bar"),
      ("_RNvNtNtCs1234_7mycrate3foo3bar3baz", "mycrate::foo::bar::baz"),
      ("_RINvNtC3std3mem8align_ofjE", "std::mem::align_of::<usize>"),
      ("main", "main"), ("", ""), ("_Z", "_Z"), ("_R", "_R"), ("$s", "$s"), ("_Zürich", "_Zürich"),
      ("sub_1040", "sub_1040"), ("main.(*T).Run", "main.(*T).Run"),
      ("_Z3foov.cold", "foo() [clone .cold]"),
    ])
  func table(mangled: String, expected: String) {
    #expect(Demangler.demangle(mangled) == expected)
  }

  @Test("Names of C++ are those that c++filt gives")
  func cpp() throws {
    let image = try ObjectImage.read(path: try #require(standardLibrary))
    let names = image.functions.map(\.linkageName).filter { $0.hasPrefix("_Z") }
    try #require(names.count > 3000)
    let expected = try Workshop.run(["c++filt", "-i"], input: names.joined(separator: "\n"))
    #expect(names.map(Demangler.demangle) == expected)
  }

  @Test("Names of Swift are those that swift-demangle gives")
  func swift() throws {
    let workshop = try Workshop()
    try workshop.write("x.swift", swiftSource)
    try workshop.run(["swiftc", "-Onone", "-o", "x", "x.swift"])
    let names = try workshop.image("x").functions.map(\.linkageName).filter { $0.hasPrefix("$s") }
    try #require(names.count > 5)
    let expected = try Workshop.run(
      ["swift", "demangle", "-compact", "-no-sugar"], input: names.joined(separator: "\n"))
    #expect(names.map(Demangler.demangle) == expected)
    #expect(expected.contains { $0.contains("x.Shape.area") })
  }

  @Test(
    "A short name that stands for an endless one stays as it was",
    arguments: [
      // Each pointer is to a function of two of the one before.
      "_Z1fPFvvE" + "02468ACEGIKMOQSUWY".map { "PFvS\($0)_S\($0)_E" }.joined(),
      // Each tuple is of two of the one before.
      "_RINvC1a1fTuuETB7_B7_ETBb_Bb_ETBj_Bj_ETBr_Br_ETBz_Bz_ETBH_BH_ETBP_BP_ETBX_BX_ETB15_B15_ETB1d_B1d_"
        + "ETB1n_B1n_ETB1x_B1x_ETB1H_B1H_ETB1R_B1R_ETB21_B21_ETB2b_B2b_ETB2l_B2l_EE",
      boundTypes(levels: 22), boundTypes(levels: 15),
    ])
  func endless(name: String) {
    #expect(Demangler.demangle(name) == name)
  }

  @Test(
    "The same with an end is demangled",
    arguments: [
      "_Z1fPFvvE" + "0246".map { "PFvS\($0)_S\($0)_E" }.joined(),
      "_RINvC1a1fTuuETB7_B7_ETBb_Bb_EE",
      boundTypes(levels: 3), boundTypes(levels: 7),
    ])
  func ending(name: String) {
    #expect(Demangler.demangle(name) != name)
    #expect(Demangler.demangle(name).utf8.count > name.utf8.count)
  }

  @Test("A name that is too long stays as it was")
  func long() {
    let name = "_Z2000" + String(repeating: "x", count: 2000) + "v"
    #expect(Demangler.demangle(name) == name)
  }
}

/// A function of a type that is generic over two of its own kind, and so on.
private func boundTypes(levels: Int) -> String {
  let copies = "EFGHIJKLMNOPQRSTUVWXYZ".prefix(levels).map { "A\($0)G" }.joined()
  return "$s1a1fyyAA1DVy" + String(repeating: "ADy", count: levels) + "S2iG" + copies + "F"
}

private let swiftSource = """
  struct Shape { let width: Int; func area(of other: [String: Int]) -> Int { width + other.count } }
  @inline(never) func apply<T: Equatable>(_ value: T, _ body: (T) -> Bool) -> Bool { body(value) }
  print(Shape(width: 2).area(of: [:]), apply(2) { $0 == 3 })
  """

private let standardLibrary = try? Workshop.run(
  ["sh", "-c", "ls /usr/lib/*-linux-gnu/libstdc++.so.6"]
).first
