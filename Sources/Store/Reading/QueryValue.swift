/// One value of a query's result.
public enum QueryValue: Equatable, Sendable {
  /// NULL.
  case null
  /// INTEGER.
  case integer(Int64)
  /// REAL.
  case real(Double)
  /// TEXT.
  case text(RawText)
  /// BLOB; in columns of text, text that is not UTF-8.
  case blob([UInt8])
}
