/// Names a span in its trace: 8 bytes, not all zero.
///
/// https://www.w3.org/TR/trace-context-2/#parent-id
public struct SpanID: Hashable, Sendable, CustomStringConvertible {
  /// The bytes, as a big-endian number.
  public let value: UInt64

  /// `nil` for zero, which names nothing.
  public init?(_ value: UInt64) {
    guard value != 0 else { return nil }
    self.value = value
  }

  /// 16 lowercase hexadecimal digits; anything else is `nil`.
  public init?(hex: some StringProtocol) {
    guard hex.utf8.count == 16, let value = UInt64(lowercaseHex: hex.utf8) else { return nil }
    self.init(value)
  }

  /// A new one.
  public static func random(using generator: inout some RandomNumberGenerator) -> SpanID {
    while true {
      if let id = SpanID(generator.next()) { return id }
    }
  }

  /// A new one, of the system's random numbers.
  public static func random() -> SpanID {
    var generator = IDGenerator()
    return random(using: &generator)
  }

  /// 16 lowercase hexadecimal digits.
  public var description: String { value.lowercaseHex }
}
