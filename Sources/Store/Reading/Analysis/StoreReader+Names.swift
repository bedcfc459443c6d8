internal import GRDB

/// A user that a database knows.
public struct StoredUser: Sendable, Equatable {
  /// The number.
  public var id: Int64
  /// The name, when it was known where the processes ran.
  public var name: String?
}

extension StoreReader {
  /// The pipelines that runs belong to, by name.
  ///
  /// - Throws: ``StoreError``.
  public func pipelines() throws -> [String] {
    try reading { database in
      try Row.fetchAll(database, sql: AnalysisSQL.pipelines).map { row in
        var columns = RowReader(row)
        return columns.string()
      }
    }
  }

  /// The users that processes belong to, by number.
  ///
  /// - Throws: ``StoreError``.
  public func users() throws -> [StoredUser] {
    try reading { database in
      try Row.fetchAll(database, sql: AnalysisSQL.users).map { row in
        var columns = RowReader(row)
        return StoredUser(id: columns.integer(), name: columns.optionalString())
      }
    }
  }
}
