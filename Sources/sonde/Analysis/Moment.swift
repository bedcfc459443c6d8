import ArgumentParser

/// A time as people give it: of the calendar, or so long ago.
enum Moment: Equatable {
  /// ns since 1970.
  case absolute(Int64)
  /// ns before now.
  case ago(Int64)
  /// The beginning of this day (UTC), or of one so many days before.
  case day(before: Int64)

  private static let second: Int64 = 1_000_000_000
  private static let day: Int64 = 86_400 * second

  init(parsing text: String) throws {
    switch text {
    case "now": self = .ago(0)
    case "today": self = .day(before: 0)
    case "yesterday": self = .day(before: 1)
    default:
      if let duration = Self.duration(text) {
        self = .ago(duration)
      } else if let time = CalendarTime.nanoseconds(text) {
        self = .absolute(time)
      } else {
        throw ValidationError(
          "'\(TerminalText.escaped(text))' is no time; give one like 2026-01-31, "
            + "2026-01-31T09:24, 2026-01-31T09:24:01+01:00, 30m, 2h, 3d, today or yesterday")
      }
    }
  }

  /// - Parameter now: ns since 1970.
  func nanoseconds(now: Int64) -> Int64 {
    switch self {
    case .absolute(let time): time
    case .ago(let duration): max(now - duration, 0)
    case .day(let before): max(now - now % Self.day - before * Self.day, 0)
    }
  }

  /// `90s`, `1h30m`: whole numbers with units; `nil` for anything else, or for more than a century.
  private static func duration(_ text: String) -> Int64? {
    let units: [Character: Int64] = ["s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 604_800]
    let limit: Int64 = 100 * 366 * 86_400
    var seconds: Int64 = 0
    var digits = ""
    for character in text {
      if character.isASCII, character.isNumber {
        digits.append(character)
      } else {
        guard let unit = units[character], let number = Int64(digits), number <= limit else {
          return nil
        }
        seconds += number * unit
        guard seconds <= limit else { return nil }
        digits = ""
      }
    }
    return digits.isEmpty && !text.isEmpty ? seconds * second : nil
  }
}
