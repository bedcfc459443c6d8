internal import Failures
internal import GRDB

extension StoreReader {
  /// The failures of a run: as they were stored when it ended or, of a run of an earlier version or
  /// one that has not ended, as they follow from what is stored.
  ///
  /// - Parameter limit: how many are listed.
  /// - Throws: ``StoreError``.
  public func failures(ofRun id: Int64, limit: Int) throws -> RunFailureReport {
    try reading { try Self.failures(ofRun: id, limit: limit, in: $0) }
  }

  static func failures(
    ofRun id: Int64, limit: Int, in database: Database
  ) throws -> RunFailureReport {
    guard
      let row = try Row.fetchOne(database, sql: FailureSQL.account, arguments: [id])
    else { return try computed(ofRun: id, limit: limit, in: database) }
    let account = FailureAccount(row: row)
    guard account.failures > 0 else {
      return RunFailureReport(account: account, failures: Bounded(elements: [], omitted: 0))
    }
    let failures = try Row.fetchAll(
      database, sql: FailureSQL.ofRun, arguments: [id, Int64(clamping: limit)]
    ).map { try located(StoredFailure(row: $0), in: database) }
    return RunFailureReport(
      account: account,
      failures: Bounded(
        elements: failures, omitted: account.failures - Int64(failures.count)))
  }

  private static func located(
    _ failure: StoredFailure, in database: Database
  ) throws -> StoredFailure {
    var failure = failure
    failure.container = try containerWords(ofProcess: failure.processID, in: database)
    return failure
  }

  private static func computed(
    ofRun id: Int64, limit: Int, in database: Database
  ) throws -> RunFailureReport {
    let rows = try FailureRows(ofRun: id, excusing: [], firstID: 1, in: database)
    let ordered = rows.failures.sorted { first, second in
      (first.isCause ? 0 : 1, first.isHidden ? 0 : 1, first.id)
        < (second.isCause ? 0 : 1, second.isHidden ? 0 : 1, second.id)
    }
    let listed = try ordered.prefix(limit).map { try located($0, in: database) }
    return RunFailureReport(
      account: rows.account,
      failures: Bounded(
        elements: listed, omitted: rows.account.failures - Int64(listed.count)))
  }
}
