/// One value of a row, where SQLite keeps it: good until the cursor moves.
public enum StoredValue {
  /// NULL.
  case null
  /// INTEGER.
  case integer(Int64)
  /// REAL.
  case real(Double)
  /// TEXT, usually UTF-8; SQLite does not check it.
  case text(UnsafeRawBufferPointer)
  /// BLOB; in columns of text, text that is not UTF-8.
  case blob(UnsafeRawBufferPointer)
}
