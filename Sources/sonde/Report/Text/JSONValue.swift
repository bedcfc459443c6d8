import Store

/// JSON that keeps the order of its keys and can hold what processes call text.
///
/// A byte that is not part of valid UTF-8 is written as the lone surrogate `\udc80` … `\udcff`,
/// which Python's `surrogateescape` (PEP 383) turns back into the byte; `argv` is stored so too.
indirect enum JSONValue {
  case null
  case bool(Bool)
  case integer(Int64)
  case real(Double)
  case text(RawText)
  case array([JSONValue])
  case object([(key: String, value: JSONValue)])

  static func string(_ string: String) -> JSONValue {
    .text(RawText(string))
  }

  init(_ integer: Int64?) {
    self = integer.map { .integer($0) } ?? .null
  }

  init(_ string: String?) {
    self = string.map { .string($0) } ?? .null
  }

  /// Nanoseconds as seconds.
  init(seconds nanoseconds: Int64?) {
    self = nanoseconds.map { .real(Double($0) / 1e9) } ?? .null
  }

  /// Nanoseconds since 1970 as ISO 8601.
  init(time nanoseconds: Int64?) {
    self = nanoseconds.map { .string(Quantity.timestamp($0)) } ?? .null
  }

  /// Whether it has no values within.
  var isScalar: Bool {
    switch self {
    case .array, .object: false
    default: true
    }
  }
}
