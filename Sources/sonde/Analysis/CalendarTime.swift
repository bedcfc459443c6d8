/// Reads ISO 8601 dates and times: `2026-01-31`, `2026-01-31T09:24`, `2026-01-31 09:24:01.25Z`,
/// `2026-01-31T09:24:01+01:00`. Without an offset they are UTC, as all times that sonde prints.
struct CalendarTime {
  private var rest: Substring.UTF8View

  /// ns since 1970; `nil` for what is not such a time, or lies before 1970 or after 2199.
  static func nanoseconds(_ text: String) -> Int64? {
    var reader = CalendarTime(rest: Substring(text).utf8)
    guard let days = reader.date() else { return nil }
    var time: Int64 = 0
    var offset: Int64 = 0
    if !reader.rest.isEmpty {
      guard reader.take("T") || reader.take(" ") || reader.take("t"),
        let ofDay = reader.timeOfDay(), let shift = reader.offset()
      else { return nil }
      (time, offset) = (ofDay, shift)
    }
    let result = days * 86_400 * 1_000_000_000 + time - offset * 1_000_000_000
    return reader.rest.isEmpty && result >= 0 ? result : nil
  }

  /// Days since 1970.
  private mutating func date() -> Int64? {
    guard let year = number(4), take("-"), let month = number(2), take("-"), let day = number(2),
      (1970...2199).contains(year), (1...12).contains(month), day >= 1,
      day <= Self.days(inMonth: month, year)
    else { return nil }
    var days = day - 1
    for earlier in 1970..<year { days += Self.isLeap(earlier) ? 366 : 365 }
    for earlier in 1..<month { days += Self.days(inMonth: earlier, year) }
    return days
  }

  private static func isLeap(_ year: Int64) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  private static func days(inMonth month: Int64, _ year: Int64) -> Int64 {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// ns since midnight.
  private mutating func timeOfDay() -> Int64? {
    guard let hour = number(2), hour < 24, take(":"), let minute = number(2), minute < 60 else {
      return nil
    }
    var nanoseconds: Int64 = 0
    var second: Int64 = 0
    if take(":") {
      guard let number = number(2), number < 60 else { return nil }
      second = number
      if take(".") {
        guard let fraction = fraction() else { return nil }
        nanoseconds = fraction
      }
    }
    return (hour * 3600 + minute * 60 + second) * 1_000_000_000 + nanoseconds
  }

  private mutating func fraction() -> Int64? {
    var value: Int64 = 0
    var digits = 0
    while let digit = digit() {
      if digits < 9 { value = value * 10 + digit }
      digits += 1
    }
    guard digits > 0 else { return nil }
    for _ in min(digits, 9)..<9 { value *= 10 }
    return value
  }

  /// Seconds east of UTC.
  private mutating func offset() -> Int64? {
    if rest.isEmpty || take("Z") || take("z") { return 0 }
    let sign: Int64
    if take("+") { sign = 1 } else if take("-") { sign = -1 } else { return nil }
    guard let hour = number(2), hour < 24 else { return nil }
    _ = take(":")
    guard let minute = rest.isEmpty ? 0 : number(2), minute < 60 else { return nil }
    return sign * (hour * 3600 + minute * 60)
  }

  // MARK: Characters

  private mutating func take(_ character: Unicode.Scalar) -> Bool {
    guard rest.first == UInt8(ascii: character) else { return false }
    rest = rest.dropFirst()
    return true
  }

  private mutating func digit() -> Int64? {
    guard let byte = rest.first, (0x30...0x39).contains(byte) else { return nil }
    rest = rest.dropFirst()
    return Int64(byte - 0x30)
  }

  /// Exactly so many digits.
  private mutating func number(_ digits: Int) -> Int64? {
    var value: Int64 = 0
    for _ in 0..<digits {
      guard let digit = digit() else { return nil }
      value = value * 10 + digit
    }
    return value
  }
}
