import TOML

/// A table as JSON that spells the same value in one way only.
///
/// A table is a list of pairs, so that order counts; text is the hexadecimal of its UTF-8 and a
/// float that of its bits, so that neither side's printing matters. Dates and times are what
/// Python's `isoformat` gives, which knows microseconds at most and no difference between
/// `Z`, `+00:00` and `-00:00`.
enum CanonicalJSON {
  static func text(of table: TOMLTable) -> String {
    let pairs = table.entries.map { entry in
      "[\(string(hexadecimal(entry.key.utf8))),\(text(of: entry.item.value))]"
    }
    return "[\"table\",[\(pairs.joined(separator: ","))]]"
  }

  private static func text(of value: TOMLValue) -> String {
    switch value {
    case .string(let text): tagged("string", hexadecimal(text.utf8))
    case .integer(let number): tagged("integer", String(number))
    case .float(let number): tagged("float", float(number))
    case .boolean(let flag): tagged("boolean", String(flag))
    case .offsetDateTime(let text): tagged("datetime", isoDateTime(text))
    case .localDateTime(let text): tagged("datetime", isoDateTime(text))
    case .localDate(let text): tagged("date", text)
    case .localTime(let text): tagged("time", isoTime(text[...]))
    case .array(let items):
      "[\"array\",[\(items.map { Self.text(of: $0.value) }.joined(separator: ","))]]"
    case .table(let table): text(of: table)
    }
  }

  private static func tagged(_ tag: String, _ content: String) -> String {
    "[\(string(tag)),\(string(content))]"
  }

  private static func string(_ text: String) -> String {
    "\"\(text)\""
  }

  private static func float(_ number: Double) -> String {
    guard !number.isNaN else { return "nan" }
    let bits = number.bitPattern
    return hexadecimal((0..<8).map { UInt8(truncatingIfNeeded: bits >> (56 - 8 * $0)) })
  }

  private static func hexadecimal(_ bytes: some Sequence<UInt8>) -> String {
    let digits = Array("0123456789abcdef".utf8)
    let text = bytes.flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }
    return String(decoding: text, as: UTF8.self)
  }

  private static func isoDateTime(_ text: String) -> String {
    let date = text.prefix(10)
    var time = text.dropFirst(11)
    var offset = ""
    if time.last == "Z" || time.last == "z" {
      time.removeLast()
      offset = "+00:00"
    } else if let sign = time.lastIndex(where: { $0 == "+" || $0 == "-" }) {
      offset = time[sign...] == "-00:00" ? "+00:00" : String(time[sign...])
      time = time[..<sign]
    }
    return "\(date)T\(isoTime(time))\(offset)"
  }

  private static func isoTime(_ text: Substring) -> String {
    let parts = text.split(separator: ".")
    guard parts.count == 2 else { return String(text) }
    let micros = (parts[1] + "000000").prefix(6)
    return micros == "000000" ? String(parts[0]) : "\(parts[0]).\(micros)"
  }
}
