import TOML

/// How the value of a key is read, checked and written.
protocol ValueKind<Value>: Sendable {
  associatedtype Value: Sendable

  /// What a value must be, to follow "must be".
  var requirement: String { get }

  /// Reads the value of the key `name`; `nil` if there is a problem.
  func read(_ item: TOMLItem, named name: String, into problems: inout [Problem]) -> Value?

  /// What the file would hold for the text of a variable. Text that is nothing of the sort may
  /// come back as text: reading it gives the message.
  func value(ofText text: String) -> TOMLValue

  /// Writes a value as TOML.
  func toml(_ value: Value) -> String
}

extension ValueKind {
  /// Text that is a value as the file would spell it.
  func value(ofText text: String) -> TOMLValue {
    TOMLValue(spelled: text) ?? .string(text)
  }

  /// The problem with a value of another type or out of range.
  func mismatch(_ item: TOMLItem, named name: String, mend: String? = nil) -> Problem {
    Problem(
      position: item.position,
      message: "\(name.quoted) must be \(requirement), not \(item.value.summary)"
        + (mend.map { "; \($0)" } ?? ""))
  }

  /// How to mend text in the place of a value that is written without quotes.
  func unquoting(_ value: TOMLValue) -> String? {
    guard case .string(let text) = value, TOMLValue(spelled: text) != nil else { return nil }
    return "remove the quotes"
  }
}

extension TOMLValue {
  /// The value that `text` spells on the right of a key.
  fileprivate init?(spelled text: String) {
    guard let table = try? TOML.parse("value = \(text)"), table.entries.count == 1,
      let entry = table.entries.first
    else { return nil }
    self = entry.item.value
  }

  /// The value as a message names it.
  var summary: String {
    switch self {
    case .string(let text): "the text \(text.quoted)"
    case .integer(let number): String(number)
    case .float(let number): String(number)
    case .boolean(let flag): String(flag)
    case .offsetDateTime(let text), .localDateTime(let text): "the time \(text.quoted)"
    case .localDate(let text): "the date \(text.quoted)"
    case .localTime(let text): "the time \(text.quoted)"
    case .array: "an array"
    case .table: "a table"
    }
  }
}
