import Foundation
import Glibc

/// Numbers in words for people.
enum Quantity {
  /// `1,234,567`.
  static func count(_ number: Int64) -> String {
    var digits = Array(String(number.magnitude))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
  }

  /// `1 process`, `2 processes`.
  static func count(_ number: Int64, _ one: String, _ many: String) -> String {
    "\(count(number)) \(number == 1 ? one : many)"
  }

  /// Bytes in binary units: `512 B`, `37.2 MiB`.
  static func size(_ bytes: Int64) -> String {
    let units = ["B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB"]
    var value = Double(bytes)
    var unit = 0
    // What would be rounded to 1024 is one of the next unit.
    while abs(value) >= 1023.5, unit < units.count - 1 {
      value /= 1024
      unit += 1
    }
    return (unit == 0 ? String(bytes) : significant(value)) + " " + units[unit]
  }

  /// Nanoseconds: `850 µs`, `12.4 s`, `3 m 05 s`, `2 h 10 m`.
  static func duration(_ nanoseconds: Int64) -> String {
    let value = Double(nanoseconds)
    switch value {
    case ..<999.5: return "\(nanoseconds) ns"
    case ..<999.5e3: return significant(value / 1e3) + " µs"
    case ..<999.5e6: return significant(value / 1e6) + " ms"
    case ..<59.95e9: return significant(value / 1e9) + " s"
    default:
      let seconds = Int64((value / 1e9).rounded())
      if seconds < 3600 { return "\(seconds / 60) m \(twoDigits(seconds % 60)) s" }
      return "\(count(seconds / 3600)) h \(twoDigits(seconds / 60 % 60)) m"
    }
  }

  /// Three significant digits, all of a larger whole number.
  static func significant(_ value: Double) -> String {
    switch abs(value) {
    case 0: "0"
    case ..<9.995: String(format: "%.2f", value)
    case ..<99.95: String(format: "%.1f", value)
    default: String(format: "%.0f", value)
    }
  }

  private static func twoDigits(_ number: Int64) -> String {
    number < 10 ? "0\(number)" : "\(number)"
  }

  // MARK: Times

  /// Nanoseconds since 1970: `2026-01-31 09:24:01 UTC`.
  static func time(_ nanoseconds: Int64) -> String {
    time(nanoseconds, format: "%Y-%m-%d %H:%M:%S UTC")
  }

  /// Nanoseconds since 1970 in ISO 8601 with microseconds, as the database's views have it.
  static func timestamp(_ nanoseconds: Int64) -> String {
    let microseconds = nanoseconds / 1000 % 1_000_000
    return time(nanoseconds, format: "%Y-%m-%dT%H:%M:%S") + String(format: ".%06ldZ", microseconds)
  }

  private static func time(_ nanoseconds: Int64, format: String) -> String {
    var seconds = time_t(nanoseconds / 1_000_000_000)
    var parts = tm()
    gmtime_r(&seconds, &parts)
    var text = [UInt8](repeating: 0, count: 64)
    let size = text.withUnsafeMutableBytes { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        characters.baseAddress.map { strftime($0, characters.count, format, &parts) } ?? 0
      }
    }
    return String(decoding: text.prefix(size), as: UTF8.self)
  }
}
