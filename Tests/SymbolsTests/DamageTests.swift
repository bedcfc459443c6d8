import SeededRandom
import Testing

@testable import Symbols

@Suite("Damaged objects")
struct DamageTests {
  @Test("Objects that were cut or changed give an answer or an error", arguments: samples)
  func damaged(_ sample: Sample) throws {
    let workshop = try Workshop()
    try workshop.write("x.cc", source)
    try workshop.run(["sh", "-ec", sample.script])
    let whole = try workshop.bytes("x")
    let expected = try workshop.image("x").functions.count
    var generator = SeededRandom(seed: 7)
    var errors = 0
    let hasDwarf = try DebugInformation.read(path: workshop.path("x")) != nil
    #expect(hasDwarf == sample.script.contains("-g"))
    for round in 0..<300 {
      var bytes = whole
      if round % 3 == 0 {
        bytes.removeLast(Int.random(in: 1...whole.count, using: &generator))
      } else {
        damage(&bytes, using: &generator)
      }
      try workshop.write("y", bytes)
      _ = try? DebugInformation.read(path: workshop.path("y"))
      do {
        // More than there were can only be names of what was no function before.
        #expect(try workshop.image("y").functions.count <= expected + whole.count / 16)
      } catch let error as ObjectError {
        errors += 1
        #expect(error.message(for: "y").hasPrefix("y: "))
      }
    }
    #expect(errors >= 100, "every cut one is refused")
  }
}

struct Sample: CustomTestStringConvertible {
  let testDescription: String
  let script: String
}

private let samples = [
  Sample(testDescription: "with symbols", script: "g++ -g -O2 -shared -fPIC -o x x.cc"),
  Sample(testDescription: "stripped", script: "g++ -s -O2 -shared -fPIC -o x x.cc"),
  Sample(testDescription: "by clang", script: "clang++ -gdwarf-5 -O2 -shared -fPIC -o x x.cc"),
]

/// Changes some numbers: in the headers, which lead everywhere, or anywhere.
private func damage(_ bytes: inout [UInt8], using generator: inout SeededRandom) {
  let sectionHeaders = bytes.count - min(64 * 40, bytes.count)
  for _ in 0..<Int.random(in: 1...12, using: &generator) {
    let range =
      switch Int.random(in: 0..<4, using: &generator) {
      case 0: 4..<min(1024, bytes.count)
      case 1: sectionHeaders..<bytes.count
      default: 4..<bytes.count
      }
    let position = Int.random(in: range, using: &generator)
    let extremes: [UInt8] = [0, 1, 0x7F, 0x80, 0xFF, UInt8.random(in: 0...255, using: &generator)]
    for index in position..<min(position + Int.random(in: 1...8, using: &generator), bytes.count) {
      bytes[index] = extremes.randomElement(using: &generator) ?? 0
    }
  }
}

private let source = """
  #include <string>
  #include <vector>
  static int square(int x) { return x * x; }
  struct Shape { std::vector<int> sides; int sum() const; };
  int Shape::sum() const { int all = 0; for (int side : sides) all += square(side); return all; }
  std::string name(const Shape &shape) { return std::to_string(shape.sum()); }
  """
