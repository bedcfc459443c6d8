internal import Glibc

/// Numbers as Nextflow writes them for people.
enum NextflowUnits {
  private static let units = ["B", "KB", "MB", "GB", "TB", "PB", "EB"]

  /// Bytes, in steps of 1024: `0`, `512 B`, `1.5 GB`.
  static func size(_ bytes: Int64) -> String {
    guard bytes > 0 else { return "0" }
    var value = Double(bytes)
    var unit = 0
    while value >= 1024, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return "\(oneDecimal(value)) \(units[unit])"
  }

  /// Milliseconds: `12ms`, `3.5s`, `2m 5s`, `1d 3h`.
  static func duration(_ milliseconds: Int64) -> String {
    if milliseconds < 1000 { return "\(max(milliseconds, 0))ms" }
    if milliseconds < 60_000 { return oneDecimal(Double(milliseconds) / 1000) + "s" }
    var rest = (milliseconds + 500) / 1000
    var words: [String] = []
    for (size, unit) in [(60, "s"), (60, "m"), (24, "h"), (Int64.max, "d")] as [(Int64, String)] {
      if rest % size > 0 { words.insert("\(rest % size)\(unit)", at: 0) }
      rest /= size
    }
    return words.joined(separator: " ")
  }

  /// At most one decimal: `3`, `3.5`.
  static func oneDecimal(_ value: Double) -> String {
    let tenths = Int64((value * 10).rounded(.toNearestOrEven))
    return tenths % 10 == 0 ? "\(tenths / 10)" : "\(tenths / 10).\(tenths % 10)"
  }

  /// Microseconds since 1970 in the local time zone, as Nextflow has them:
  /// `2026-01-31 09:24:01.250`.
  static func date(_ microseconds: Int64) -> String {
    var seconds = time_t(microseconds / 1_000_000)
    var parts = tm()
    localtime_r(&seconds, &parts)
    let date = [parts.tm_year + 1900, parts.tm_mon + 1, parts.tm_mday].map { padded($0) }
    let time = [parts.tm_hour, parts.tm_min, parts.tm_sec].map { padded($0) }
    let milliseconds = Int32(microseconds / 1000 % 1000)
    return date.joined(separator: "-") + " " + time.joined(separator: ":") + "."
      + padded(milliseconds, 3)
  }

  private static func padded(_ number: Int32, _ digits: Int = 2) -> String {
    let text = String(number)
    return String(repeating: "0", count: max(0, digits - text.count)) + text
  }
}
