internal import Foundation
import Testing

@testable import Symbols

@Suite("Debug information")
struct DebugInformationTests {
  @Test(
    "Inlined copies are those that readelf sees", arguments: compilers, ["-gdwarf-4", "-gdwarf-5"])
  func copies(compiler: [String], version: String) throws {
    let workshop = try Workshop()
    try workshop.write("x.c", inlineSource)
    try workshop.run(compiler + ["-O2", version, "-o", "x", "x.c"])
    let information = try #require(try workshop.information("x"))
    let image = try workshop.image("x")
    let expected = try Readelf(workshop.path("x")).inlinedCopies()
    // Three calls each: two in main, one in plain.
    #expect(expected == ["twice": 3, "thrice": 3])
    #expect(information.inlinedCopies == [try image.function("thrice").offset: 3])
    #expect(
      information.inlinedAway == [
        InlinedFunction(
          name: "twice", linkageName: "twice",
          place: SourcePlace(file: try workshop.realPath("x.c"), line: 2), copies: 3)
      ])
    for (name, line) in [("main", 6), ("plain", 5), ("thrice", 3)] {
      let place = information.places[try image.function(name).offset]
      #expect(place == SourcePlace(file: try workshop.realPath("x.c"), line: line), "\(name)")
    }
    #expect(information.places.count == 3)
  }

  @Test(
    "Functions of C++ are named and placed where they are defined",
    arguments: [["g++"], ["clang++"], ["clang++", "-fuse-ld=lld"]], ["-gdwarf-4", "-gdwarf-5"])
  func cpp(compiler: [String], version: String) throws {
    let workshop = try cppWorkshop(compiler + [version])
    let information = try #require(try workshop.information("x"))
    let image = try workshop.image("x")
    let area = try image.function("_ZNK5Shape4areaEv")
    #expect(
      information.places[area.offset]
        == SourcePlace(file: try workshop.realPath("a.cc"), line: 2))
    // In one unit all copies are inlined, the other has its code.
    let grow = try image.function("_ZN5Shape4growEi")
    #expect(
      information.places[grow.offset]
        == SourcePlace(file: try workshop.realPath("shape.h"), line: 4))
    #expect(information.inlinedCopies[grow.offset] == 2)
    let away = information.inlinedAway.filter { $0.linkageName == "_ZN5Shape6shrinkEi" }
    #expect(
      away == [
        InlinedFunction(
          name: "Shape::shrink(int)", linkageName: "_ZN5Shape6shrinkEi",
          place: SourcePlace(file: try workshop.realPath("shape.h"), line: 5), copies: 2)
      ])
  }

  @Test("Copies in code that the linker has thrown away do not count")
  func thrownAway() throws {
    let workshop = try Workshop()
    try workshop.write(
      "x.c",
      inlineSource + """

        int unused(int x) { return twice(x) + thrice(x); }

        """)
    let options = ["-O2", "-g", "-ffunction-sections", "-Wl,--gc-sections", "-o", "x", "x.c"]
    try workshop.run(["gcc"] + options)
    #expect(try Readelf(workshop.path("x")).inlinedCopies() == ["twice": 4, "thrice": 4])
    let information = try #require(try workshop.information("x"))
    #expect(Array(information.inlinedCopies.values) == [3])
    #expect(information.inlinedAway.map(\.copies) == [3])
    #expect(information.places.count == 3)
  }

  @Test("Debug information is also read from a debug file, and from compressed sections")
  func separate() throws {
    let workshop = try Workshop()
    try workshop.write("x.c", inlineSource)
    try workshop.run(["gcc", "-O2", "-g", "-gz", "-o", "x", "x.c"])
    let whole = try #require(try workshop.information("x"))
    try workshop.run(["objcopy", "--only-keep-debug", "x", "x.debug"])
    try workshop.run(["strip", "x"])
    #expect(try workshop.information("x") == nil)
    try workshop.run(["objcopy", "--add-gnu-debuglink=x.debug", "x"])
    let found = try #require(try workshop.information("x"))
    #expect(found.places == whole.places)
    #expect(found.inlinedCopies == whole.inlinedCopies)
    #expect(found.inlinedAway == whole.inlinedAway)
    #expect(found.places.count == 3)
  }

  @Test("Functions of Go are placed where their code begins")
  func go() throws {
    let workshop = try Workshop()
    try workshop.write("go.mod", "module example.org/x\n\ngo 1.19\n")
    try workshop.write("main.go", "package main\n\nfunc main() {\n\tprintln(3)\n}\n")
    try workshop.run(["go", "build", "-o", "x", "."])
    let information = try #require(try workshop.information("x"))
    let place = information.places[try workshop.image("x").function("main.main").offset]
    #expect(place == SourcePlace(file: try workshop.realPath("main.go"), line: 3))
  }
}

private let compilers = [["gcc"], ["clang"]]

private let inlineSource = """
  volatile int sum;
  static inline int twice(int x) { sum += x; return x * 2; }
  static inline int thrice(int x) { sum -= x; return x * 3; }
  int (*pointer)(int) = thrice;
  static __attribute__((noinline)) int plain(int x) { return twice(x) + thrice(x); }
  int main(int c, char **v) {
    return twice(c) + thrice(c + 1) + twice(c + 7) + thrice(c + 9) + plain(c) + pointer(c);
  }

  """

private func cppWorkshop(_ compiler: [String]) throws -> Workshop {
  let workshop = try Workshop()
  try workshop.write(
    "shape.h",
    """
    extern volatile int sum;
    struct Shape {
      int side;
      void grow(int by) { sum += by; side += by; }
      void shrink(int by) { sum -= by; side -= by; }
      int area() const;
    };

    """)
  try workshop.write(
    "a.cc",
    """
    #include "shape.h"
    int Shape::area() const { return side * side; }
    int work(Shape *shape) { shape->grow(3); shape->grow(sum); shape->shrink(5); return sum; }

    """)
  try workshop.write(
    "b.cc",
    """
    #include "shape.h"
    volatile int sum;
    int work(Shape *shape);
    void (Shape::*volatile pointer)(int) = &Shape::grow;
    int main() {
      Shape shape{3};
      (shape.*pointer)(4);
      shape.shrink(sum);
      return work(&shape) + shape.area();
    }

    """)
  try workshop.run(compiler + ["-O2", "-o", "x", "a.cc", "b.cc"])
  return workshop
}

extension Workshop {
  /// As the compiler notes it.
  fileprivate func realPath(_ name: String) throws -> String {
    try run(["pwd", "-P"])[0] + "/" + name
  }
}
