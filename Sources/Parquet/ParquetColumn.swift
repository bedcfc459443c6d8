/// One column of a file.
public struct ParquetColumn: Equatable, Sendable {
  /// What a column's values are.
  public enum Kind: Equatable, Sendable {
    /// A signed integer.
    case int64
    /// A floating-point number.
    case double
    /// True or false.
    case boolean
    /// Text: valid UTF-8.
    case string
    /// Bytes without a meaning.
    case bytes
    /// A moment in UTC, as microseconds since 1970.
    case timestampMicros
  }

  /// What readers call the column; unique within the file and not empty.
  public var name: String
  /// What its values are.
  public var kind: Kind
  /// Whether rows may lack a value.
  public var isOptional: Bool

  /// Describes a column.
  public init(_ name: String, _ kind: Kind, isOptional: Bool = true) {
    self.name = name
    self.kind = kind
    self.isOptional = isOptional
  }
}
