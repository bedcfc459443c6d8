import OTLP

/// How much may be said of one thing.
///
/// https://opentelemetry.io/docs/specs/otel/common/#attribute-limits
public struct AttributeLimits: Sendable, Equatable {
  /// The most characters of a text; `nil`: any number.
  public var valueLength: Int?
  /// The most attributes.
  public var count = 128

  /// The defaults of the specification.
  public init() {}

  /// Texts of any length up to `valueLength`, and up to `count` attributes.
  public init(valueLength: Int?, count: Int) {
    self.valueLength = valueLength
    self.count = count
  }

  /// The value, its texts cut to the length that is allowed.
  func cut(_ value: AttributeValue) -> AttributeValue {
    guard let valueLength else { return value }
    return switch value {
    case .string(let text): .string(Self.cut(text, to: valueLength))
    case .strings(let texts): .strings(texts.map { Self.cut($0, to: valueLength) })
    case .int, .double, .bool: value
    }
  }

  /// As many attributes as are allowed, and how many are left out.
  func limited(_ attributes: [Attribute]) -> (kept: [Attribute], dropped: UInt32) {
    let kept = attributes.prefix(count).map { Attribute($0.key, cut($0.value)) }
    return (kept, UInt32(clamping: attributes.count - kept.count))
  }

  private static func cut(_ text: String, to length: Int) -> String {
    // No text has more characters than bytes, and counting those costs nothing.
    text.utf8.count <= length ? text : String(text.prefix(length))
  }
}
