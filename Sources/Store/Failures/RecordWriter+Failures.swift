public import Failures
internal import GRDB

extension RecordWriter {
  /// Computes why processes of a run failed, and stores it. All that is known of the run must have
  /// been written.
  ///
  /// - Parameter rules: ends that the user knows to be no failures.
  public func writeFailures(ofRun id: Int64, excusing rules: [ExcuseRule]) throws {
    try inDatabase { database in
      let last = try Int64.fetchOne(database, sql: FailureSQL.lastID) ?? 0
      let rows = try FailureRows(
        ofRun: id, excusing: rules, firstID: last + 1, in: database)
      try rows.insert(into: database)
      let account = rows.account
      try database.execute(
        sql: "INSERT OR REPLACE INTO failure_account VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          id, account.failures, account.causes, account.hidden, account.excused, account.omitted,
        ])
    }
  }
}
