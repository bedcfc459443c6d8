internal import Foundation

/// Moments of a run that stand in its arguments: log-20261126_074809.txt, build.1796543210.
enum RunMoment {
  /// Where the moment ends that begins with this word; `nil` when it is none of the run's.
  static func end(
    of word: ArraySlice<UInt8>, in text: [UInt8], _ time: ClosedRange<Int64>
  ) -> Int? {
    let digits = word.prefix { $0.isDigit }
    if digits.count == word.count, isCount(digits, time) { return word.endIndex }
    if digits.count == 8, isDate(digits, time) { return timeEnd(after: digits.endIndex, in: text) }
    // 2026-11-26: three words with dashes between them.
    let end = digits.startIndex + 10
    guard digits.count == 4, end <= text.count, text[digits.endIndex] == UInt8(ascii: "-"),
      text[digits.endIndex + 3] == UInt8(ascii: "-")
    else { return nil }
    let parts = text[digits.startIndex..<end].filter { $0 != UInt8(ascii: "-") }
    guard parts.count == 8, parts.allSatisfy(\.isDigit), isDate(parts[...], time) else {
      return nil
    }
    return timeEnd(after: end, in: text)
  }

  /// Seconds, milli-, micro- or nanoseconds since 1970.
  private static func isCount(_ digits: ArraySlice<UInt8>, _ time: ClosedRange<Int64>) -> Bool {
    let units: [Int: Int64] = [10: 1_000_000_000, 13: 1_000_000, 16: 1000, 19: 1]
    guard let unit = units[digits.count], let number = RunSpecificText.number(digits) else {
      return false
    }
    let (moment, overflows) = number.multipliedReportingOverflow(by: unit)
    return !overflows && time.contains(moment)
  }

  /// Whether eight digits are a date of the run, wherever on Earth.
  private static func isDate(_ digits: ArraySlice<UInt8>, _ time: ClosedRange<Int64>) -> Bool {
    guard let number = RunSpecificText.number(digits) else { return false }
    let day: Int64 = 86_400
    var seconds = time.lowerBound / 1_000_000_000
    let last = time.upperBound / 1_000_000_000
    // A run of weeks has more dates than are looked at one by one.
    for _ in 0..<366 where seconds <= last + day {
      if date(seconds) == number { return true }
      seconds += day
    }
    return false
  }

  private static func date(_ seconds: Int64) -> Int64 {
    var seconds = time_t(seconds)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    return Int64(parts.tm_year + 1900) * 10_000 + Int64(parts.tm_mon + 1) * 100
      + Int64(parts.tm_mday)
  }

  /// Behind the time of day that follows a date, if one does: `T`, `_`, `-` or a space, and digits with
  /// points or colons.
  private static func timeEnd(after start: Int, in text: [UInt8]) -> Int {
    guard start + 1 < text.count,
      [UInt8(ascii: "T"), UInt8(ascii: "_"), UInt8(ascii: "-"), UInt8(ascii: " ")]
        .contains(text[start]), text[start + 1].isDigit
    else { return start }
    var end = start + 1
    while end < text.count,
      text[end].isDigit
        || ([UInt8(ascii: ":"), UInt8(ascii: "-")].contains(text[end]) && end + 1 < text.count
          && text[end + 1].isDigit)
    {
      end += 1
    }
    // Four digits or more: hours and minutes; fewer are something else.
    return text[start..<end].count(where: \.isDigit) >= 4 ? end : start
  }
}
