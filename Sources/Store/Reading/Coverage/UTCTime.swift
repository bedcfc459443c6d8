/// A moment, as JSON in the form of RFC 3339 with nine decimals, so that nothing is lost.
public struct UTCTime: Hashable, Comparable, Sendable {
  /// ns since 1970 (UTC).
  public var nanoseconds: Int64

  private static let second: Int64 = 1_000_000_000
  private static let pattern = Array("0000-00-00T00:00:00.000000000Z".utf8)

  /// A moment by its distance from 1970.
  ///
  /// - Parameter nanoseconds: Since 1970 (UTC).
  public init(nanoseconds: Int64) {
    self.nanoseconds = nanoseconds
  }

  /// Reads `2026-01-31T09:24:01.250000000Z`; `nil` for what is not exactly of that form, or of no
  /// calendar.
  public init?(_ text: String) {
    let bytes = Array(text.utf8)
    guard bytes.count == Self.pattern.count else { return nil }
    for (byte, expected) in zip(bytes, Self.pattern) {
      let isDigit = byte &- UInt8(ascii: "0") < 10
      guard expected == UInt8(ascii: "0") ? isDigit : byte == expected else { return nil }
    }
    func number(_ range: Range<Int>) -> Int64 {
      bytes[range].reduce(0) { $0 * 10 + Int64($1 - UInt8(ascii: "0")) }
    }
    let days = Self.days(year: number(0..<4), month: number(5..<7), day: number(8..<10))
    let (hour, minute, seconds) = (number(11..<13), number(14..<16), number(17..<19))
    guard hour < 24, minute < 60, seconds < 60 else { return nil }
    let (whole, overflows) = (days * 86_400 + hour * 3600 + minute * 60 + seconds)
      .multipliedReportingOverflow(by: Self.second)
    let (sum, overflowsToo) = whole.addingReportingOverflow(number(20..<29))
    guard !overflows, !overflowsToo else { return nil }
    nanoseconds = sum
    // What is no date, such as 30 February, is written as another one.
    guard description == text else { return nil }
  }

  /// Compares by the time.
  public static func < (left: UTCTime, right: UTCTime) -> Bool {
    left.nanoseconds < right.nanoseconds
  }

  // MARK: The calendar

  /// Days since 1970 of a date. Counted from 1 March, so that the day that a leap year adds is the
  /// last of its year; after 400 years the calendar repeats.
  private static func days(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let (era, yearOfEra) = (floorDivide(year, by: 400).0, floorDivide(year, by: 400).1)
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func date(day: Int64) -> (year: Int64, month: Int64, day: Int64) {
    let (era, dayOfEra) = floorDivide(day + 719_468, by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153  // 0 is March
    return (
      yearOfEra + era * 400 + (month >= 10 ? 1 : 0), month < 10 ? month + 3 : month - 9,
      dayOfYear - (153 * month + 2) / 5 + 1
    )
  }

  private static func floorDivide(_ number: Int64, by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

extension UTCTime: CustomStringConvertible {
  /// RFC 3339 with nine decimals. The range of 64 bits ends in 2262, so a year has four digits.
  public var description: String {
    let (seconds, fraction) = Self.floorDivide(nanoseconds, by: Self.second)
    let (day, time) = Self.floorDivide(seconds, by: 86_400)
    let date = Self.date(day: day)
    var bytes = Self.pattern
    func put(_ number: Int64, _ range: Range<Int>) {
      var rest = number
      for index in range.reversed() {
        bytes[index] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
        rest /= 10
      }
    }
    put(date.year, 0..<4)
    put(date.month, 5..<7)
    put(date.day, 8..<10)
    put(time / 3600, 11..<13)
    put(time / 60 % 60, 14..<16)
    put(time % 60, 17..<19)
    put(fraction, 20..<29)
    return String(decoding: bytes, as: UTF8.self)
  }
}

extension UTCTime: Codable {
  /// Reads the text.
  ///
  /// - Throws: `DecodingError` for what is no such time.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let time = UTCTime(text) else {
      throw DecodingError.dataCorruptedError(
        in: container,
        debugDescription: "this is no time like 2026-01-31T09:24:01.250000000Z")
    }
    self = time
  }

  /// Writes the text.
  ///
  /// - Throws: What the encoder throws.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
