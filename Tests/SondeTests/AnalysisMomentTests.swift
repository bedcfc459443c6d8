import Foundation
import Testing

@testable import sonde

@Suite("Times on the command line of an analysis")
struct AnalysisMomentTests {
  /// 2026-03-01 12:34:56.5 UTC.
  private static let now: Int64 = 1_772_368_496_500_000_000

  @Test(
    "are of the calendar, or so long ago",
    arguments: [
      ("2026-01-31", "2026-01-31T00:00:00.000000Z"),
      ("2026-01-31T09:24", "2026-01-31T09:24:00.000000Z"),
      ("2026-01-31 09:24:01", "2026-01-31T09:24:01.000000Z"),
      ("2026-01-31T09:24:01.25Z", "2026-01-31T09:24:01.250000Z"),
      ("2026-01-31T09:24:01.1234567891Z", "2026-01-31T09:24:01.123456Z"),
      ("2026-01-31T00:30:00+01:00", "2026-01-30T23:30:00.000000Z"),
      ("2026-01-31T09:24-0230", "2026-01-31T11:54:00.000000Z"),
      ("2026-01-31T09:24+02", "2026-01-31T07:24:00.000000Z"),
      ("2024-02-29", "2024-02-29T00:00:00.000000Z"),
      ("2000-02-29", "2000-02-29T00:00:00.000000Z"),
      ("1970-01-01", "1970-01-01T00:00:00.000000Z"),
      ("2199-12-31", "2199-12-31T00:00:00.000000Z"),
      ("90s", "2026-03-01T12:33:26.500000Z"), ("30m", "2026-03-01T12:04:56.500000Z"),
      ("2h", "2026-03-01T10:34:56.500000Z"), ("1h30m", "2026-03-01T11:04:56.500000Z"),
      ("3d", "2026-02-26T12:34:56.500000Z"), ("1w", "2026-02-22T12:34:56.500000Z"),
      ("now", "2026-03-01T12:34:56.500000Z"), ("today", "2026-03-01T00:00:00.000000Z"),
      ("yesterday", "2026-02-28T00:00:00.000000Z"),
    ])
  func times(text: String, expected: String) throws {
    let moment = try Moment(parsing: text)
    #expect(Quantity.timestamp(moment.nanoseconds(now: Self.now)) == expected)
  }

  @Test(
    "are refused with the mend when they are none",
    arguments: [
      "", "x", "5", "-2h", "2 h", "2h3", "h", "1y", "9999999999999999999s", "99999999w",
      "2026-02-29", "2100-02-29", "2026-13-01", "2026-00-01", "2026-01-00", "2026-01-32",
      "2026-1-1", "26-01-01", "1969-12-31", "2200-01-01", "2026-01-31T", "2026-01-31T9:00",
      "2026-01-31T24:00", "2026-01-31T09:60", "2026-01-31T09:24:60", "2026-01-31T09:24:01.",
      "2026-01-31T09:24X", "2026-01-31T09:24+25:00", "2026-01-31T09:24Zx", "1970-01-01T00:00+01:00",
      "Tomorrow", "２h", "2026‐01‐31",
    ])
  func mistakes(text: String) {
    let error = #expect(throws: (any Error).self) { try Moment(parsing: text) }
    #expect(error.map { "\($0)".contains("is no time; give one like 2026-01-31") } == true)
  }

  @Test("agree with Foundation on every day of two centuries")
  func calendar() throws {
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withFullDate]
    for day in stride(from: 0, to: 365 * 229, by: 17) {
      let text = formatter.string(from: Date(timeIntervalSince1970: Double(day) * 86_400))
      #expect(CalendarTime.nanoseconds(text) == Int64(day) * 86_400 * 1_000_000_000, "\(text)")
    }
  }
}
