internal import GRDB
internal import GRDBSQLite

/// Lets statements read and nothing else.
///
/// The connection is opened for reading and the statement must be one that SQLite calls read-only,
/// but to SQLite that includes attaching other files and some settings: what is not on the list
/// here is refused when the statement is prepared (https://www.sqlite.org/c3ref/set_authorizer.html).
enum ReadOnlyAuthorizer {
  static func install(on connection: SQLiteConnection) {
    sqlite3_set_authorizer(
      connection,
      { _, action, first, second, _, _ in
        ReadOnlyAuthorizer.permits(action, first, second)
      }, nil)
  }

  static func remove(from connection: SQLiteConnection) {
    sqlite3_set_authorizer(connection, nil, nil)
  }

  private static func permits(
    _ action: Int32, _ first: UnsafePointer<CChar>?, _ second: UnsafePointer<CChar>?
  ) -> Int32 {
    let isPermitted =
      switch action {
      case SQLITE_SELECT, SQLITE_READ, SQLITE_RECURSIVE: true
      case SQLITE_FUNCTION: second.map { String(cString: $0) } != "load_extension"
      case SQLITE_PRAGMA: permits(pragma: first, hasArgument: second != nil)
      // Asked before a table-valued function such as json_each can be used for the first time. An
      // UPDATE of this table SQLite itself refuses.
      case SQLITE_UPDATE: first.map { String(cString: $0) } == "sqlite_master"
      default: false
      }
    return isPermitted ? SQLITE_OK : SQLITE_DENY
  }

  private static func permits(pragma name: UnsafePointer<CChar>?, hasArgument: Bool) -> Bool {
    guard let name else { return false }
    let pragma = String(cString: name).lowercased()
    return questions.contains(pragma) || (!hasArgument && settings.contains(pragma))
  }

  /// These never change anything.
  private static let questions: Set<String> = [
    "collation_list", "compile_options", "database_list", "foreign_key_check", "foreign_key_list",
    "freelist_count", "function_list", "index_info", "index_list", "index_xinfo",
    "integrity_check", "module_list", "page_count", "pragma_list", "quick_check", "table_info",
    "table_list", "table_xinfo",
  ]

  /// These only tell, as long as no value is given.
  private static let settings: Set<String> = [
    "application_id", "auto_vacuum", "cache_size", "encoding", "journal_mode", "page_size",
    "schema_version", "synchronous", "user_version",
  ]
}
