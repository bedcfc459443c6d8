internal import GRDB
internal import Processes

/// What is known of this start of sonde.
public struct SessionDescription: Sendable {
  /// The host's name, as uname(2) has it.
  public var host: String
  /// /proc/sys/kernel/random/boot_id.
  public var bootID: String
  /// The kernel's release, as uname(2) has it.
  public var kernel: String
  /// The version of sonde.
  public var version: String
  /// The id of the process that records.
  public var pid: Int64
  /// When that process was started, ns since boot.
  public var pidStart: Int64
  /// ns since 1970.
  public var startedAt: Int64

  /// Puts a description together.
  public init(
    host: String, bootID: String, kernel: String, version: String, pid: Int64, pidStart: Int64,
    startedAt: Int64
  ) {
    self.host = host
    self.bootID = bootID
    self.kernel = kernel
    self.version = version
    self.pid = pid
    self.pidStart = pidStart
    self.startedAt = startedAt
  }
}

/// A session that was never closed: sonde or the machine died.
public struct UnclosedSession: Sendable {
  /// The session's id in the database.
  public let id: Int64
  /// /proc/sys/kernel/random/boot_id as it was then.
  public let bootID: String
  /// The process that recorded, or still does.
  public let pid: Int64
  /// When that process was started, ns since boot.
  public let pidStart: Int64
}

extension RecordWriter {
  /// Ids are given out without asking the database, by sessions that may overlap: each has a range
  /// of its own. The first session's begin at 1.
  private static let idsPerSession: Int64 = 1 << 32

  /// The id before the first that this session may give out.
  public var idBase: Int64 { (sessionID - 1) * Self.idsPerSession }

  /// Begins the session that all further rows belong to.
  public func beginSession(_ session: SessionDescription) throws {
    try inDatabase { database in
      sessionID = try database.insert(session)
    }
  }

  /// Closes the session; `time` is ns since 1970.
  public func endSession(at time: Int64) throws {
    try inDatabase { database in
      try database.execute(
        sql: "UPDATE session SET ended_ns = ? WHERE id = ?", arguments: [time, sessionID])
    }
  }

  /// Sessions that did not end; some may still be at work.
  public func unclosedSessions() throws -> [UnclosedSession] {
    try inDatabase { database in
      try Row.fetchAll(
        database,
        sql: "SELECT id, boot_id, pid, pid_start_ns FROM session WHERE ended_ns IS NULL"
      ).map { UnclosedSession(id: $0[0], bootID: $0[1], pid: $0[2], pidStart: $0[3]) }
    }
  }

  /// Marks what a dead session left unfinished: its runs were interrupted, when is not known
  /// better than by the last thing that was stored of them. Returns how many runs.
  public func markInterrupted(_ session: UnclosedSession) throws -> Int {
    try inDatabase { database in
      try database.execute(
        sql: """
          UPDATE run SET interrupted = 1, complete = 0, ended_ns = coalesce(
            (SELECT max(max(coalesce(p.ended_ns, p.started_ns), coalesce(
                (SELECT max(at_ns) FROM sample WHERE process_id = p.id), 0)))
              FROM process p WHERE p.run_id = run.id),
            started_ns)
          WHERE session_id = ? AND ended_ns IS NULL
          """, arguments: [session.id])
      let count = database.changesCount
      try database.execute(
        sql: """
          UPDATE session SET ended_ns =
            coalesce((SELECT max(ended_ns) FROM run WHERE session_id = session.id), started_ns)
          WHERE id = ?
          """, arguments: [session.id])
      return count
    }
  }

  func inDatabase<Result>(_ body: (Database) throws -> Result) throws -> Result {
    do {
      // Within a batch this is already the connection's turn, and its rows may be asked for.
      return try queue.unsafeReentrantWrite { database in
        try flushRows()
        return try body(database)
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }
}
