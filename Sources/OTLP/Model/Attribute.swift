/// One thing that is said of a span, a resource, a log record or a data point.
public struct Attribute: Hashable, Sendable {
  /// The name, from the semantic conventions where they have one.
  public var key: String
  /// The value.
  public var value: AttributeValue

  /// Says `value` under `key`.
  public init(_ key: String, _ value: AttributeValue) {
    self.key = key
    self.value = value
  }
}

/// A value of an attribute, or the body of a log record.
public enum AttributeValue: Hashable, Sendable {
  /// Text.
  case string(String)
  /// A whole number.
  case int(Int64)
  /// A number.
  case double(Double)
  /// A truth value.
  case bool(Bool)
  /// Several texts.
  case strings([String])
}

extension AttributeValue: ExpressibleByStringLiteral, ExpressibleByIntegerLiteral,
  ExpressibleByBooleanLiteral, ExpressibleByFloatLiteral
{
  /// Text.
  public init(stringLiteral value: String) { self = .string(value) }
  /// A whole number.
  public init(integerLiteral value: Int64) { self = .int(value) }
  /// A truth value.
  public init(booleanLiteral value: Bool) { self = .bool(value) }
  /// A number.
  public init(floatLiteral value: Double) { self = .double(value) }
}
