/// Names a trace: 16 bytes, not all zero.
///
/// https://www.w3.org/TR/trace-context-2/#trace-id
public struct TraceID: Hashable, Sendable, CustomStringConvertible {
  /// The first eight bytes, as a big-endian number.
  public let high: UInt64
  /// The last eight.
  public let low: UInt64

  /// `nil` when all bytes would be zero, which names nothing.
  public init?(high: UInt64, low: UInt64) {
    guard high != 0 || low != 0 else { return nil }
    self.high = high
    self.low = low
  }

  /// 32 lowercase hexadecimal digits; anything else is `nil`.
  public init?(hex: some StringProtocol) {
    let digits = hex.utf8
    guard digits.count == 32,
      let high = UInt64(lowercaseHex: digits.prefix(16)),
      let low = UInt64(lowercaseHex: digits.suffix(16))
    else { return nil }
    self.init(high: high, low: low)
  }

  /// A new one, random in all its bytes, as the second version of Trace Context asks.
  public static func random(using generator: inout some RandomNumberGenerator) -> TraceID {
    while true {
      if let id = TraceID(high: generator.next(), low: generator.next()) { return id }
    }
  }

  /// A new one, of the system's random numbers.
  public static func random() -> TraceID {
    var generator = IDGenerator()
    return random(using: &generator)
  }

  /// 32 lowercase hexadecimal digits.
  public var description: String { high.lowercaseHex + low.lowercaseHex }
}
