/// The header `Retry-After`: seconds, or a date.
///
/// https://httpwg.org/specs/rfc9110.html#field.retry-after
enum RetryAfter {
  /// From `now`, in seconds since 1970. `nil` for what is neither.
  static func parse(_ value: String, now: Int64) -> Duration? {
    if !value.isEmpty, value.utf8.allSatisfy({ 0x30...0x39 ~= $0 }) {
      return .seconds(min(Int64(value) ?? longest, longest))
    }
    guard let date = date(value) else { return nil }
    return .seconds(min(max(0, date - now), longest))
  }

  /// A year: what is more is a mistake, and should not be one in arithmetic.
  private static let longest: Int64 = 366 * 86400

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// Seconds since 1970. The three forms differ in what is between the fields and in their order:
  ///
  ///     Sun, 06 Nov 1994 08:49:37 GMT
  ///     Sunday, 06-Nov-94 08:49:37 GMT
  ///     Sun Nov  6 08:49:37 1994
  private static func date(_ text: String) -> Int64? {
    let fields = text.split { " ,-:".contains($0) }.map(String.init)
    guard fields.count >= 7 else { return nil }
    let isOldest = months.contains(fields[1])
    let (day, month) = isOldest ? (fields[2], fields[1]) : (fields[1], fields[2])
    let clock = isOldest ? fields[3...5] : fields[4...6]
    let time = clock.compactMap(Int64.init)
    guard let day = Int64(day), 1...31 ~= day, let month = months.firstIndex(of: month),
      var year = Int64(isOldest ? fields[6] : fields[3]), 0...9999 ~= year,
      time.count == 3, 0...23 ~= time[0], 0...59 ~= time[1], 0...60 ~= time[2]
    else { return nil }
    // Two digits are of the century that is nearest.
    if year < 100 { year += year < 70 ? 2000 : 1900 }
    let days = daysSince1970(year: year, month: Int64(month) + 1, day: day)
    return days * 86400 + time[0] * 3600 + time[1] * 60 + time[2]
  }

  /// Years are taken to begin in March, so that the day that only some of them have is their last.
  private static func daysSince1970(year: Int64, month: Int64, day: Int64) -> Int64 {
    let year = month <= 2 ? year - 1 : year
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return 365 * year + year / 4 - year / 100 + year / 400 + dayOfYear - 719_468
  }
}
