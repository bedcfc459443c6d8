import Foundation
import Testing

extension TracingTests {
  @Suite("Coverage of a program", .timeLimit(.minutes(4)))
  struct CoverageTargetTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private static let plain = """
      static int inside(int value) { return value + 1; }
      int outside(int value) { return inside(value); }
      int never(int value) { return value - 1; }
      int main(int count, char **arguments) { return outside(count) == 1000 ? never(count) : 0; }
      """

    /// What is done with a compiled C program, and which names are left.
    static let strippings: [(command: String, hits: Set<String>, misses: Set<String>)] = [
      ("true", ["main", "inside", "outside"], ["never"]),
      ("strip --strip-debug program", ["main", "inside", "outside"], ["never"]),
      (
        "objcopy --only-keep-debug program program.debug && strip program && "
          + "objcopy --add-gnu-debuglink=program.debug program",
        ["main", "inside", "outside"], ["never"]
      ),
    ]

    @Test("in C has its functions' names, also from a separate file", arguments: strippings)
    func plain(command: String, hits: Set<String>, misses: Set<String>) async throws {
      let path = try await directory.compile(Self.plain, to: "program")
      try await directory.run(["/bin/sh", "-c", command])
      let run = try await CoverageRun([path], in: directory)
      #expect(run.result.status == 0)
      #expect(try run.hits() == hits, "\(run.result.errorText)")
      let attached = try run.functions().filter { $0.state == "attached" }.map(\.name)
      #expect(Set(attached) == misses)
    }

    @Test("that is stripped has as many functions as before, found by their unwind table")
    func stripped() async throws {
      let path = try await directory.compile(Self.plain, to: "program")
      let before = try await CoverageRun([path], in: directory)
      let hits = Set(try before.functions().filter { $0.state == "hit" }.map(\.offset))
      try await directory.run(["strip", "program"])
      let after = try await CoverageRun([path], in: directory)
      #expect(Set(try after.functions().filter { $0.state == "hit" }.map(\.offset)) == hits)
    }

    @Test("in C++ has names as they are written")
    func cplusplus() async throws {
      try directory.write(
        """
        #include <string>
        namespace shapes {
        struct Square {
          explicit Square(double side) : side(side) {}
          double area() const { return side * side; }
          double side;
        };
        template <typename Value> Value twice(Value value) { return value + value; }
        double scale(double value) { return value * 2; }
        int scale(int value) { return value * 3; }
        }
        static bool operator==(const shapes::Square &a, const shapes::Square &b) {
          return a.side == b.side;
        }
        int main(int count, char **) {
          shapes::Square square(count);
          auto call = [&](int value) { return shapes::twice(value); };
          if (count > 50) return shapes::scale(1.5) > 2;
          return square == square && call(2) == 4 && shapes::scale(1) == 3
            && shapes::twice(square.area()) > 0 ? 0 : 1;
        }
        """, to: "program.cc")
      try await directory.run(["g++", "-g", "-O0", "-o", "program", "program.cc"])
      let run = try await CoverageRun([directory.path("program")], in: directory)
      #expect(run.result.status == 0)
      let hits = try run.hits()
      for name in [
        "main", "shapes::Square::Square(double)", "shapes::Square::area() const",
        "int shapes::twice<int>(int)", "double shapes::twice<double>(double)",
        "shapes::scale(int)", "operator==(shapes::Square const&, shapes::Square const&)",
        "main::{lambda(int)#1}::operator()(int) const",
      ] {
        #expect(hits.contains(name), "\(hits)")
      }
      #expect(!hits.contains("shapes::scale(double)"))
      #expect(
        try run.functions().contains {
          $0.name == "shapes::scale(double)" && $0.state == "attached"
        }
      )
    }

    /// How Go links it.
    static let linkings: [[String]] = [[], ["-ldflags", "-s -w"]]

    @Test("in Go has its functions' names, stripped or not", arguments: linkings)
    func golang(flags: [String]) async throws {
      try directory.write(
        """
        package main

        import "os"

        type counter struct{ count int }

        //go:noinline
        func (c *counter) add(value int) { c.count += value }

        //go:noinline
        func called(value int) int { return value + 1 }

        //go:noinline
        func never(value int) int { return value - 1 }

        func main() {
          c := counter{}
          c.add(called(len(os.Args)))
          if len(os.Args) > 50 { c.add(never(2)) }
          os.Exit(c.count)
        }
        """, to: "program.go")
      try await directory.run(
        ["go", "build"] + flags + ["-o", "program", "program.go"],
        environment: [
          "GOCACHE": directory.path("cache"), "GOFLAGS": "-mod=mod", "GO111MODULE": "off",
          "HOME": directory.path,
        ], within: .seconds(200))
      let run = try await CoverageRun(
        [directory.path("program")], options: ["--include", "^main[.]"], in: directory)
      #expect(run.result.status == 2)
      #expect(
        try run.hits().isSuperset(of: ["main.main", "main.called", "main.(*counter).add"]),
        "\(run.result.errorText)")
      #expect(
        try run.functions().filter { $0.name == "main.never" }.map(\.state) == ["attached"])
    }

    @Test("in Swift has names as they are written")
    func swift() async throws {
      try directory.write(
        """
        struct Counter { var count = 0
          @inline(never) mutating func add(_ value: Int) { count += value } }
        @inline(never) func called(_ value: Int) -> Int { value + 1 }
        @inline(never) func never(_ value: Int) -> Int { value - 1 }
        var counter = Counter()
        counter.add(called(CommandLine.arguments.count))
        if CommandLine.arguments.count > 50 { counter.add(never(2)) }
        """, to: "program.swift")
      try await directory.run(
        [try SwiftToolchain.path("swiftc"), "-g", "-Onone", "program.swift", "-o", "program"],
        within: .seconds(200))
      let run = try await CoverageRun([directory.path("program")], in: directory)
      #expect(run.result.status == 0)
      let hits = try run.hits()
      for name in [
        "program.called(Swift.Int) -> Swift.Int", "program.Counter.add(Swift.Int) -> ()",
      ] {
        #expect(hits.contains(name), "\(hits)")
      }
      #expect(!hits.contains("program.never(Swift.Int) -> Swift.Int"))
    }
  }
}
