/// Times as the semantic conventions write them.
enum UTCTime {
  /// ISO 8601 with nanoseconds. `time` is ns since 1970.
  ///
  /// The days are turned into a date by the algorithm of Howard Hinnant's paper
  /// (https://howardhinnant.github.io/date_algorithms.html, `civil_from_days`): Foundation's
  /// formatter costs more than all the rest of a span.
  static func text(_ time: UInt64) -> String {
    let seconds = time / 1_000_000_000
    let (days, rest) = seconds.quotientAndRemainder(dividingBy: 86_400)
    let date = date(daysSince1970: Int(days))
    return String(unsafeUninitializedCapacity: 30) { output in
      var at = 0
      func put(_ number: Int, _ width: Int, _ after: UInt8) {
        var number = number
        for place in stride(from: at + width - 1, through: at, by: -1) {
          output[place] = UInt8(ascii: "0") + UInt8(number % 10)
          number /= 10
        }
        output[at + width] = after
        at += width + 1
      }
      put(date.year, 4, UInt8(ascii: "-"))
      put(date.month, 2, UInt8(ascii: "-"))
      put(date.day, 2, UInt8(ascii: "T"))
      put(Int(rest / 3600), 2, UInt8(ascii: ":"))
      put(Int(rest / 60 % 60), 2, UInt8(ascii: ":"))
      put(Int(rest % 60), 2, UInt8(ascii: "."))
      put(Int(time % 1_000_000_000), 9, UInt8(ascii: "Z"))
      return at
    }
  }

  private static func date(daysSince1970: Int) -> (year: Int, month: Int, day: Int) {
    let days = daysSince1970 + 719_468  // since 0000-03-01: a leap day is then a year's last
    let era = days / 146_097
    let dayOfEra = days % 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    let month = monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9
    return (
      yearOfEra + era * 400 + (month <= 2 ? 1 : 0), month,
      dayOfYear - (153 * monthFromMarch + 2) / 5 + 1
    )
  }
}
