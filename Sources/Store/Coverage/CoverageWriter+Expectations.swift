internal import GRDB

/// Whether what was expected of a run came true, by what the recording has stored of it.
extension CoverageWriter {
  /// Looks for each, and writes what was found.
  ///
  /// - Parameters:
  ///   - expected: looked for in any case.
  ///   - groups: each looked for only if at least one of it has happened: a run that has nothing to do
  ///     with a pipeline does not miss its programs.
  ///   - runID: the run; `nil` when nothing was recorded: all is missing then.
  /// - Returns: those that are missing.
  /// - Throws: ``StoreError``.
  @discardableResult
  public func check(
    _ expected: [ExpectationRow], groups: [[ExpectationRow]], runID: Int64?
  ) throws -> [ExpectationRow] {
    let coverageID = coverageID
    return try writing { database in
      var missing: [ExpectationRow] = []
      func settle(_ row: ExpectationRow, _ first: Int64?) throws {
        let detail = first == nil ? try Self.attempt(row, runID, database) : nil
        if first == nil { missing.append(row) }
        try database.execute(
          sql: "INSERT OR REPLACE INTO coverage_expectation VALUES (?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            coverageID, row.kind.rawValue, row.name, row.source,
            first == nil ? "missing" : "seen", first, detail,
          ])
      }
      for row in expected { try settle(row, try Self.first(row, runID, database)) }
      for group in groups {
        let found = try group.map { try Self.first($0, runID, database) }
        guard found.contains(where: { $0 != nil }) else { continue }
        for (row, first) in zip(group, found) { try settle(row, first) }
      }
      return missing
    }
  }

  /// When it happened first, ns since 1970; `nil` when it did not.
  private static func first(
    _ row: ExpectationRow, _ runID: Int64?, _ database: Database
  ) throws -> Int64? {
    guard let runID else { return nil }
    return try Int64.fetchOne(
      database, sql: query(row), arguments: ["run": runID, "name": row.name])
  }

  private static func query(_ row: ExpectationRow) -> String {
    switch row.kind {
    case .executable:
      """
      SELECT min(coalesce(at_ns, 0)) FROM execution
      WHERE run_id = :run AND error IS NULL
        AND (\(isNamed("executable")) OR \(isNamed("script")))
      HAVING count(*) > 0
      """
    case .file:
      """
      SELECT min(f.first_ns) FROM file f JOIN path p ON p.id = f.path_id
      WHERE f.run_id = :run AND f.opens > 0
        AND (p.path GLOB :name OR p.path GLOB '*/' || :name)
      HAVING count(*) > 0
      """
    case .event: event(row.name)
    }
  }

  private static func event(_ name: String) -> String {
    switch name {
    case "fork":
      "SELECT min(started_ns) FROM process WHERE run_id = :run HAVING count(*) > 1 AND :name <> ''"
    case "exec_failed":
      """
      SELECT min(at_ns) FROM execution WHERE run_id = :run AND error IS NOT NULL
      HAVING count(*) > 0 AND :name <> ''
      """
    default:
      """
      SELECT min(ended_ns) FROM process
      WHERE run_id = :run AND ended_ns IS NOT NULL
        AND CASE :name WHEN 'signal' THEN status & 127 <> 0 WHEN 'oom' THEN oom_killed ELSE 1 END
      HAVING count(*) > 0
      """
    }
  }

  /// Paths may be blobs when they are not UTF-8.
  private static func isNamed(_ column: String) -> String {
    "(CAST(\(column) AS TEXT) = :name OR substr(CAST(\(column) AS TEXT), -length(:name) - 1)"
      + " = '/' || :name)"
  }

  /// What is known of something that did not happen: that it was tried.
  private static func attempt(
    _ row: ExpectationRow, _ runID: Int64?, _ database: Database
  ) throws -> String? {
    guard row.kind == .executable, let runID else { return nil }
    let error = try String.fetchOne(
      database,
      sql: """
        SELECT error FROM execution
        WHERE run_id = :run AND error IS NOT NULL
          AND (\(isNamed("executable")) OR \(isNamed("script"))) LIMIT 1
        """, arguments: ["run": runID, "name": row.name])
    return error.map { "an attempt to execute it failed: \($0)" }
  }
}
