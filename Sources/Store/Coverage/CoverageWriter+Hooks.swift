internal import GRDB

extension CoverageWriter {
  /// Writes what is known of hooks now. What was known in the same session is replaced.
  ///
  /// - Throws: ``StoreError``.
  public func write(_ hooks: [HookRow]) throws {
    let sessionID = sessionID
    try writing { try $0.write(hooks, sessionID: sessionID) }
  }

  /// Begins a session for hooks that are tried without a recording.
  ///
  /// - Throws: ``StoreError``.
  public func beginSession(_ session: SessionDescription) throws {
    sessionID = try writing { try $0.insert(session) }
  }

  /// Closes it; `time` is ns since 1970.
  ///
  /// - Throws: ``StoreError``.
  public func endSession(at time: Int64) throws {
    let sessionID = sessionID
    try writing {
      try $0.execute(
        sql: "UPDATE session SET ended_ns = ? WHERE id = ?", arguments: [time, sessionID])
    }
  }
}

extension RecordWriter {
  /// Writes what is known of the hooks of this session.
  ///
  /// - Throws: ``StoreError``.
  public func write(_ hooks: [HookRow]) throws {
    try inDatabase { try $0.write(hooks, sessionID: sessionID) }
  }

  /// What the newest trials of this boot came to, by the hooks' names.
  ///
  /// - Throws: ``StoreError``.
  public func hookTrials(bootID: String) throws -> [String: HookRow] {
    try inDatabase { database in
      let rows = try Row.fetchAll(
        database,
        sql: """
          SELECT h.name, h.state, h.reason, h.checked_ns, h.latency_ns
          FROM hook h JOIN session s ON s.id = h.session_id
          WHERE s.boot_id = ? AND h.state IN ('verified', 'degraded', 'silent')
          ORDER BY h.checked_ns
          """, arguments: [bootID])
      return Dictionary(rows.map { ($0[0], HookRow(row: $0)) }) { _, newer in newer }
    }
  }
}

extension HookRow {
  /// From name, state, reason, checked_ns and latency_ns.
  init(row: Row) {
    self.init(name: row[0], state: row[1], reason: row[2], checkedAt: row[3], latency: row[4])
  }
}

extension Database {
  fileprivate func write(_ hooks: [HookRow], sessionID: Int64) throws {
    for hook in hooks {
      try execute(
        sql: "INSERT OR REPLACE INTO hook VALUES (?, ?, ?, ?, ?, ?)",
        arguments: [
          sessionID, hook.name, hook.state, hook.reason, hook.checkedAt, hook.latency,
        ])
    }
  }

  /// Returns the session's id.
  func insert(_ session: SessionDescription) throws -> Int64 {
    try execute(
      sql: """
        INSERT INTO session (host, boot_id, kernel, version, pid, pid_start_ns, started_ns)
        VALUES (?, ?, ?, ?, ?, ?, ?)
        """,
      arguments: [
        session.host, session.bootID, session.kernel, session.version, session.pid,
        session.pidStart, session.startedAt,
      ])
    return lastInsertedRowID
  }
}
