import SeededRandom

/// Makes up documents.
struct DocumentGenerator {
  private var random: SeededRandom
  private var values: ValueGenerator
  private var serial = 0

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
    values = ValueGenerator(random: SeededRandom(seed: ~seed))
  }

  /// A document that is valid because every key in it is new.
  mutating func validDocument() -> String {
    var lines: [String] = []
    for _ in 0..<Int.random(in: 1...4, using: &random) {
      for _ in 0..<Int.random(in: 0...4, using: &random) {
        lines.append(freshPath() + pick(["=", " = ", "\t= "]) + values.value(depth: 3))
        lines.append(contentsOf: pick([[], [], [""], ["# note é"]]))
      }
      let path = freshPath()
      if Bool.random(using: &random) {
        lines.append("[\(path)]" + pick(["", " # c"]))
      } else {
        lines += Array(repeating: "[[\(path)]]", count: Int.random(in: 1...2, using: &random))
      }
    }
    let newline = pick(["\n", "\r\n"])
    return pick(["", "\u{FEFF}", "\n"]) + lines.joined(separator: newline) + pick(["", newline])
  }

  /// A document that is full of headers and keys in each other's way, and so may be valid or not.
  mutating func collidingDocument() -> String {
    let count = Int.random(in: 2...8, using: &random)
    return (0..<count).map { _ in collidingLine() }.joined(separator: "\n")
  }

  /// A document of one value that may be spelled right or not.
  mutating func spelledDocument() -> String {
    "k = " + values.spelling()
  }

  private mutating func collidingLine() -> String {
    let path = (0..<Int.random(in: 1...3, using: &random)).map { _ in pick(["a", "a", "b"]) }
      .joined(separator: ".")
    serial += 1
    switch Int.random(in: 0...11, using: &random) {
    case 0...3: return "[\(path)]"
    case 4...5: return "[[\(path)]]"
    // A new last part collides only on the way to it.
    case 6...8: return "\(path).k\(serial) = 1"
    case 9: return "\(path) = 1"
    case 10: return "\(path) = \(pick(["{}", "[]", "[{}]"]))"
    default: return "\(path) = {\(collidingPair()), \(collidingPair())}"
    }
  }

  private mutating func collidingPair() -> String {
    pick(["a = 1", "a.b = 1", "b.a = 1", "b = {a = 1}", "a.b.c = 1", "a.b = {}", "b = [{}]"])
  }

  private mutating func freshPath() -> String {
    (0..<Int.random(in: 1...3, using: &random)).map { _ in freshKey() }
      .joined(separator: pick([".", " . ", ".\t"]))
  }

  private mutating func freshKey() -> String {
    serial += 1
    return pick([
      "k\(serial)", "\(serial)", "-\(serial)_", "\"k.\(serial)\"", "'k \(serial)'",
      "\"\\u00e9\\n\(serial)\"", "'😀\(serial)'",
    ])
  }

  private mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: choices.indices, using: &random)]
  }
}
