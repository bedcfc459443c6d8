/// What a column of a view or table holds, whatever its first rows look like.
///
/// SQLite keeps no types for a view's columns that are computed, and a value's own type says little:
/// times are text, booleans are numbers, a path that is not UTF-8 is a blob.
public enum ColumnType: Equatable, Sendable {
  /// A whole number of 64 bits.
  case integer
  /// A floating-point number of 64 bits.
  case real
  /// 0 or 1.
  case boolean
  /// UTC, ISO 8601 with microseconds: `2026-01-31T09:24:01.250000Z`. ``StoredRelation/select``
  /// gives it as microseconds since 1970 where it can.
  case timestamp
  /// Text that is UTF-8.
  case text
  /// Text that comes from a process and need not be UTF-8; a blob when it is not.
  case rawText
  /// Bytes.
  case bytes
}

/// A column and what it holds.
public struct TypedColumn: Equatable, Sendable {
  /// Its name.
  public var name: String
  /// What it holds; `nil` if nothing says so.
  public var type: ColumnType?

  /// Puts a column together.
  public init(_ name: String, _ type: ColumnType?) {
    self.name = name
    self.type = type
  }
}
