import SeededRandom

/// Makes up valid values.
struct ValueGenerator {
  private var random: SeededRandom

  init(random: SeededRandom) {
    self.random = random
  }

  /// The source text of a value that nests at most `depth` levels.
  mutating func value(depth: Int) -> String {
    switch Int.random(in: 0...(depth > 0 ? 7 : 5), using: &random) {
    case 0: string()
    case 1: integer()
    case 2: float()
    case 3: dateOrTime()
    case 4: pick(["true", "false"])
    case 5: pick(["0", "''", "\"\"", "[]", "{}", "-0", "-0.0", "inf", "-nan", "\"\"\"\"\"\""])
    case 6: array(depth: depth - 1)
    default: inlineTable(depth: depth - 1)
    }
  }

  /// A few pieces of one kind of value in a row, which may happen to be a value.
  mutating func spelling() -> String {
    if Int.random(in: 0...3, using: &random) == 0 {
      return Self.dateSpellings.prefix(pick([3, 8])).map { pick($0) }.joined()
    }
    let pieces = pick(Self.spellings)
    return (0..<Int.random(in: 1...6, using: &random)).map { _ in pick(pieces) }.joined()
  }

  /// What dates and times are made of, in order.
  private static let dateSpellings = [
    ["2000", "1900", "2023", "2024", "0000", "0001", "9999", "999", ""],
    ["-02", "-02", "-04", "-12", "-01", "-13", "-00", "-2"],
    ["-29", "-29", "-28", "-30", "-31", "-01", "-00", "-32", "-1"],
    ["", "", "", "T", "t", " ", "  "],
    ["", "", "", "23:59", "00:00", "07:32", "24:00", "12:60", "7:00"],
    ["", ":00", ":59", ":60", ":61", ":5"],
    ["", "", ".5", ".000000", ".1234567", "."],
    ["", "Z", "z", "+00:00", "-00:00", "+23:59", "-24:00", "+01", "+0100"],
  ]

  /// What numbers, strings, arrays and inline tables are made of.
  private static let spellings = [
    ["0", "0", "1", "1", "9", "_", "+", "-", ".", ".", "e", "E", "inf", "nan", " ", "#"],
    ["0x", "0o", "0b", "0", "1", "7", "8", "a", "F", "_", "-", "+"],
    ["\"", "\"", "\"\"\"", "a", "\\", "\\\n", "\\ ", "\n", "\r\n", "\\n", "\\u00e", "9", "'"],
    ["'", "'", "'''", "a", "\n", "\r", "\\", "\""],
    ["[", "[", "]", "]", "1", ",", "\n", "# c\n", "{}"],
    ["{", "{", "}", "}", "a = 1", "a.b = 1", "b = ", ",", "\n", " "],
  ]

  private mutating func string() -> String {
    let plain = ["a", "Z", " ", "\t", "#", "=", "é", "e\u{301}", "😀", "[", "{", ",", "\u{FFFF}"]
    let escapes = [
      "\\n", "\\\\", "\\\"", "\\t", "\\b", "\\f", "\\r", "\\u00e9", "\\U0001F600", "\\u0000",
    ]
    switch Int.random(in: 0...3, using: &random) {
    case 0: return "'\(text(plain + ["\"", "\\", "\\q"]))'"
    case 1: return "\"\(text(plain + escapes + ["'"]))\""
    case 2:
      let pieces = plain + ["\n", "\r\n", "''b", "'b", "\\"]
      return "'''\(text(pieces))\(pick(["", "'", "''"]))'''"
    default:
      let lines = ["\n", "\r\n", "\\\n", "\\ \t\r\n  \n ", "\"b", "\"\"b", "'''"]
      return "\"\"\"\(text(plain + escapes + lines))\(pick(["", "\"", "\"\""]))\"\"\""
    }
  }

  private mutating func text(_ pieces: [String]) -> String {
    (0..<Int.random(in: 0...8, using: &random)).map { _ in pick(pieces) }.joined()
  }

  private mutating func integer() -> String {
    let shift = Int64.random(in: 0...63, using: &random)
    let number = Int64.random(in: .min ... .max, using: &random) >> shift
    let magnitude = number.magnitude >> 1
    return pick([
      String(number), "+\(magnitude)", "0x\(String(magnitude, radix: 16))",
      "0x\(String(magnitude, radix: 16, uppercase: true))", "0o\(String(magnitude, radix: 8))",
      "0b\(String(magnitude, radix: 2))", underscored(String(magnitude)),
      "0x" + underscored("00" + String(magnitude, radix: 16)),
    ])
  }

  private mutating func float() -> String {
    let bits = Double(bitPattern: random.next())
    let plain = bits.isFinite ? String(bits) : "1.5"
    let whole = String(random.next() >> UInt64.random(in: 1...63, using: &random))
    let digits = underscored(String(random.next()))
    let sign = pick(["", "+", "-"])
    let exponent =
      pick(["e", "E"]) + pick(["", "+", "-"]) + pick(["0", "5", "022", "308", "3_24"])
    return pick([
      plain, "\(sign)\(whole).\(digits)", "\(sign)\(whole)\(exponent)",
      "\(sign)\(underscored(whole)).\(digits)\(exponent)", "\(sign)inf", "\(sign)nan",
    ])
  }

  private mutating func underscored(_ digits: String) -> String {
    digits.reduce(into: "") { result, digit in
      if !result.isEmpty, Int.random(in: 0..<3, using: &random) == 0 { result += "_" }
      result.append(digit)
    }
  }

  private mutating func dateOrTime() -> String {
    let date =
      padded(1...9999, 4) + "-" + padded(1...12, 2) + "-"
      + pick([padded(1...28, 2), padded(1...28, 2), "28"])
    let fraction = pick(["", "", ".0", ".5", ".123456", ".999999999", ".0000001"])
    let time = padded(0...23, 2) + ":" + padded(0...59, 2) + ":" + padded(0...59, 2) + fraction
    let offset = pick(["Z", "z", "+00:00", "-00:00", pick(["+", "-"]) + padded(0...23, 2) + ":59"])
    let joint = pick(["T", "t", " "])
    return pick([date, time, date + joint + time, date + joint + time + offset])
  }

  private mutating func padded(_ range: ClosedRange<Int>, _ width: Int) -> String {
    let digits = String(Int.random(in: range, using: &random))
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  private mutating func array(depth: Int) -> String {
    let items = (0..<Int.random(in: 0...4, using: &random)).map { _ in value(depth: depth) }
    let space = pick(["", " ", "\n", " # c\r\n\t"])
    let close = items.isEmpty ? "" : pick(["", ",", " , "])
    return "[\(space)\(items.joined(separator: pick([",", ", "]) + space))\(space)\(close)\(space)]"
  }

  private mutating func inlineTable(depth: Int) -> String {
    let count = Int.random(in: 0...3, using: &random)
    let pairs = (0..<count).map { number in
      pick(["k\(number)", "'k \(number)'", "k\(number).x"]) + " = " + value(depth: depth)
    }
    return "{\(pick(["", " "]))\(pairs.joined(separator: pick([",", " , "])))\(pick(["", "\t"]))}"
  }

  private mutating func pick<T>(_ choices: [T]) -> T {
    choices[Int.random(in: choices.indices, using: &random)]
  }
}
