/// Checks dates and times (RFC 3339, with the parts that TOML lets one leave out).
struct DateTimeSyntax {
  /// Which parts were there.
  enum Kind {
    case offsetDateTime
    case localDateTime
    case localDate
    case localTime
  }

  /// What is wrong with the text.
  struct Problem: Error {
    let message: String
  }

  private var rest: ArraySlice<UInt8>

  init(bytes: [UInt8]) {
    rest = bytes[...]
  }

  /// Whether `bytes` have the shape of a date, without a time; its ranges are not looked at.
  static func isDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.count == 10 && startsLikeDate(bytes)
  }

  /// Whether `bytes` start like a date or a time, and so cannot be a number.
  static func looksLikeDateTime(_ bytes: [UInt8]) -> Bool {
    let digits = bytes.prefix(while: \.isDigit).count
    return startsLikeDate(bytes[...])
      || (digits == 2 && bytes.dropFirst(2).first == UInt8(ascii: ":"))
  }

  private static func startsLikeDate(_ bytes: ArraySlice<UInt8>) -> Bool {
    bytes.prefix(while: \.isDigit).count == 4 && bytes.dropFirst(4).first == UInt8(ascii: "-")
  }

  /// Reads the whole text and says what it is.
  mutating func parse() throws(Problem) -> Kind {
    let kind = try parseKind()
    guard rest.isEmpty else {
      let surplus = MessageText.quoted(String(decoding: rest, as: UTF8.self))
      throw Problem(message: "\(surplus) at its end does not belong to it")
    }
    return kind
  }

  private mutating func parseKind() throws(Problem) -> Kind {
    guard Self.startsLikeDate(rest) else {
      try parseTime()
      return .localTime
    }
    try parseDate()
    guard consume("T") || consume("t") || consume(" ") else { return .localDate }
    try parseTime()
    if consume("Z") || consume("z") { return .offsetDateTime }
    guard consume("+") || consume("-") else { return .localDateTime }
    _ = try number("offset's hour", digits: 2, in: 0...23)
    try expect(":", after: "the offset's hour")
    _ = try number("offset's minute", digits: 2, in: 0...59)
    return .offsetDateTime
  }

  private mutating func parseDate() throws(Problem) {
    let year = try number("year", digits: 4, in: 0...9999)
    try expect("-", after: "the year")
    let month = try number("month", digits: 2, in: 1...12)
    try expect("-", after: "the month")
    _ = try number("day", digits: 2, in: 1...Self.days(month: month, year: year))
  }

  private mutating func parseTime() throws(Problem) {
    _ = try number("hour", digits: 2, in: 0...23)
    try expect(":", after: "the hour")
    _ = try number("minute", digits: 2, in: 0...59)
    try expect(":", after: "the minute")
    _ = try number("second", digits: 2, in: 0...60)
    guard consume(".") else { return }
    let fraction = rest.prefix(while: \.isDigit)
    guard !fraction.isEmpty else {
      throw Problem(message: "a digit must follow the point")
    }
    rest = rest.dropFirst(fraction.count)
  }

  private static func days(month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  private static func isLeap(_ year: Int) -> Bool {
    year.isMultiple(of: 4) && (!year.isMultiple(of: 100) || year.isMultiple(of: 400))
  }

  private mutating func number(
    _ name: String, digits count: Int, in range: ClosedRange<Int>
  ) throws(Problem) -> Int {
    let digits = rest.prefix(count).prefix(while: \.isDigit)
    guard digits.count == count else {
      throw Problem(message: "the \(name) needs \(count) digits")
    }
    let value = digits.reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    guard range.contains(value) else {
      throw Problem(
        message: "the \(name) must be from \(range.lowerBound) to \(range.upperBound)")
    }
    rest = rest.dropFirst(count)
    return value
  }

  private mutating func expect(_ mark: Unicode.Scalar, after part: String) throws(Problem) {
    guard consume(mark) else {
      throw Problem(message: "'\(mark)' must follow \(part)")
    }
  }

  private mutating func consume(_ mark: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: mark) else { return false }
    rest = rest.dropFirst()
    return true
  }
}
