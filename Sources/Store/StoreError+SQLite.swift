internal import GRDB

extension StoreError {
  /// Says in words what SQLite says in codes.
  init(_ error: any Error, path: String) {
    if let error = error as? StoreError {
      self = error
      return
    }
    guard let error = error as? DatabaseError else {
      self.init(code: .other, message: "\(path): \(error)")
      return
    }
    let reason = error.message ?? "SQLite error \(error.resultCode.rawValue)"
    switch error.resultCode {
    case .SQLITE_NOTADB, .SQLITE_CORRUPT:
      self.init(
        code: .corrupt,
        message: "\(path): not an SQLite database, or a damaged one (\(reason)). Move it away, or "
          + "name another file with --db")
    case .SQLITE_CANTOPEN, .SQLITE_READONLY, .SQLITE_PERM, .SQLITE_AUTH:
      self.init(
        code: .unreachable,
        message: "\(path): cannot be opened for writing (\(reason)). Check the directory and its "
          + "permissions, or name another file with --db")
    case .SQLITE_BUSY, .SQLITE_LOCKED:
      self.init(
        code: .locked,
        message: "\(path): another program has held the database locked for too long (\(reason))")
    case .SQLITE_FULL, .SQLITE_IOERR:
      self.init(
        code: .full,
        message: "\(path): cannot be written (\(reason)). Is the disk full?")
    default:
      self.init(code: .other, message: "\(path): \(reason)")
    }
  }
}
