/// A moment in UTC, in the proleptic Gregorian calendar.
struct CivilTime {
  var year: Int
  var month: Int
  var day: Int
  var hour: Int
  var minute: Int
  var second: Int
  var microsecond: Int

  /// Microseconds since 1970.
  init(microseconds: Int64) {
    let (days, rest) = Self.floorDivide(microseconds, by: 86_400_000_000)
    (year, month, day) = Self.date(day: Int(days))
    microsecond = Int(rest % 1_000_000)
    let seconds = Int(rest / 1_000_000)
    (hour, minute, second) = (seconds / 3600, seconds / 60 % 60, seconds % 60)
  }

  /// The number of days since 1970 as a date. Counted from 1 March of the year 0, so that the day
  /// that a leap year adds is the last of its year; an era is the 400 years after which the calendar
  /// repeats.
  private static func date(day: Int) -> (Int, Int, Int) {
    let (era, dayOfEra) = floorDivide(Int64(day) + 719_468, by: 146_097)
    let yearOfEra =
      (dayOfEra - dayOfEra / 1460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let month = (5 * dayOfYear + 2) / 153  // 0 is March
    let year = yearOfEra + era * 400 + (month >= 10 ? 1 : 0)
    return (
      Int(year), Int(month < 10 ? month + 3 : month - 9),
      Int(dayOfYear - (153 * month + 2) / 5 + 1)
    )
  }

  /// Days since 1970 of a date.
  static func days(year: Int, month: Int, day: Int) -> Int64 {
    let year = Int64(month <= 2 ? year - 1 : year)
    let (era, yearOfEra) = floorDivide(year, by: 400)
    let dayOfYear = (153 * Int64(month > 2 ? month - 3 : month + 9) + 2) / 5 + Int64(day) - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }

  private static func floorDivide(_ number: Int64, by divisor: Int64) -> (Int64, Int64) {
    let (quotient, remainder) = number.quotientAndRemainder(dividingBy: divisor)
    return remainder < 0 ? (quotient - 1, remainder + divisor) : (quotient, remainder)
  }
}

/// Reads the views' times.
enum TimestampText {
  /// `YYYY-MM-DDTHH:MM:SS.ffffffZ`.
  static let size = 27
  private static let pattern: StaticString = "0000-00-00T00:00:00.000000Z"

  /// Microseconds since 1970; `nil` for what is not exactly of the views' form.
  static func microseconds(_ text: UnsafeRawBufferPointer) -> Int64? {
    guard text.count == size else { return nil }
    for index in 0..<size {
      let expected = pattern.utf8Start[index]
      let isDigit = text[index] &- UInt8(ascii: "0") < 10
      guard expected == UInt8(ascii: "0") ? isDigit : text[index] == expected else { return nil }
    }
    func number(_ range: Range<Int>) -> Int {
      text[range].reduce(0) { $0 * 10 + Int($1 - UInt8(ascii: "0")) }
    }
    let (month, day) = (number(5..<7), number(8..<10))
    let (hour, minute, second) = (number(11..<13), number(14..<16), number(17..<19))
    guard 1...12 ~= month, 1...31 ~= day, hour < 24, minute < 60, second < 60 else { return nil }
    let days = CivilTime.days(year: number(0..<4), month: month, day: day)
    let seconds = days * 86_400 + Int64(hour * 3600 + minute * 60 + second)
    return seconds * 1_000_000 + Int64(number(20..<26))
  }
}
