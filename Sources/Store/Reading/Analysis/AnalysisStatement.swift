internal import GRDBSQLite

/// A prepared statement whose columns are asked for one by one, by index from 0.
final class AnalysisStatement {
  private let handle: OpaquePointer
  private let connection: AnalysisConnection

  init(_ sql: String, connection: AnalysisConnection) throws {
    self.connection = connection
    var handle: OpaquePointer?
    guard sqlite3_prepare_v2(connection.handle, sql, -1, &handle, nil) == SQLITE_OK, let handle
    else { throw connection.error() }
    self.handle = handle
  }

  deinit {
    sqlite3_finalize(handle)
  }

  /// Sets a parameter, by index from 0, of a statement that has not begun or was reset.
  func bind(_ value: Int64, at index: Int) {
    sqlite3_bind_int64(handle, Int32(index + 1), value)
  }

  /// Goes to the next row; false when there is none.
  @inline(__always)
  func step() throws -> Bool {
    let code = sqlite3_step(handle)
    if code == SQLITE_ROW { return true }
    guard code == SQLITE_DONE else { throw connection.error() }
    return false
  }

  /// Makes it ready to run again.
  func reset() {
    sqlite3_reset(handle)
  }

  /// An integer; 0 for NULL.
  @inline(__always)
  func integer(_ column: Int32) -> Int64 {
    sqlite3_column_int64(handle, column)
  }

  @inline(__always)
  func optionalInteger(_ column: Int32) -> Int64? {
    sqlite3_column_type(handle, column) == SQLITE_NULL ? nil : sqlite3_column_int64(handle, column)
  }

  /// Calls `body` with the bytes of a text or a blob, where they lie; of NULL, with none.
  @inline(__always)
  func withBytes(_ column: Int32, _ body: (UnsafeRawBufferPointer) -> Void) {
    let start =
      sqlite3_column_type(handle, column) == SQLITE_BLOB
      ? sqlite3_column_blob(handle, column)
      : UnsafeRawPointer(sqlite3_column_text(handle, column))
    body(UnsafeRawBufferPointer(start: start, count: Int(sqlite3_column_bytes(handle, column))))
  }

  /// Text, or the blob that stands for text that is not UTF-8.
  func optionalText(_ column: Int32) -> RawText? {
    let start: UnsafeRawPointer?
    switch sqlite3_column_type(handle, column) {
    case SQLITE_NULL: return nil
    case SQLITE_BLOB: start = sqlite3_column_blob(handle, column)
    default: start = UnsafeRawPointer(sqlite3_column_text(handle, column))
    }
    let size = Int(sqlite3_column_bytes(handle, column))
    guard let start, size > 0 else { return RawText("") }
    return RawText(Array(UnsafeRawBufferPointer(start: start, count: size)))
  }

  func text(_ column: Int32) -> RawText {
    optionalText(column) ?? RawText("")
  }

  func optionalString(_ column: Int32) -> String? {
    optionalText(column).map { String(decoding: $0.bytes, as: UTF8.self) }
  }
}
