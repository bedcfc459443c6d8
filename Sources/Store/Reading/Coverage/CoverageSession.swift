/// One coverage: what was watched, when, and what it took.
public struct CoverageSession: Codable, Equatable, Sendable {
  /// Its number in the database; `nil` when it is made of several.
  public var id: Int64?
  /// Of the start of sonde that recorded it.
  public var sessionID: Int64?
  /// Of the run that it belongs to.
  public var runID: Int64?
  /// 32 hexadecimal digits.
  public var traceID: String?
  /// The machine's name; `nil` when it is made of several of different machines.
  public var host: RawText?
  /// The release of its kernel.
  public var kernel: RawText?
  /// The version of sonde that recorded it.
  public var sondeVersion: String?
  /// The arguments of the program.
  public var command: [RawText]
  /// Of the process that it began with.
  public var pid: Int64?
  /// When it began.
  public var startedAt: UTCTime
  /// When it ended.
  public var endedAt: UTCTime?
  /// How it ended.
  public var state: CoverageState
  /// What was asked to be watched.
  public var scope: JSONTree
  /// The share of one processor's time that it was allowed; `nil` without a limit.
  public var budget: Double?
  /// What watching took.
  public var overhead: CoverageOverhead
  /// How many first hits came from the kernel.
  public var signals: Int64
  /// How many of them were lost on the way.
  public var signalsLost: Int64
  /// Records that were lost meanwhile, by kind.
  public var losses: [LossCount]
  /// What it is made of; nothing when it was recorded.
  public var mergedFrom: [CoverageSource]

  enum CodingKeys: String, CodingKey {
    case id = "coverage_id"
    case sessionID = "session_id"
    case runID = "run_id"
    case traceID = "trace_id"
    case host, kernel
    case sondeVersion = "sonde_version"
    case command, pid
    case startedAt = "started_at"
    case endedAt = "ended_at"
    case state, scope, budget, overhead, signals
    case signalsLost = "signals_lost"
    case losses
    case mergedFrom = "merged_from"
  }

  /// A coverage of which nothing but its beginning is known.
  public init(id: Int64?, startedAt: UTCTime, state: CoverageState) {
    (self.id, self.startedAt, self.state) = (id, startedAt, state)
    (command, scope, overhead) = ([], .object([:]), CoverageOverhead())
    (signals, signalsLost, losses, mergedFrom) = (0, 0, [], [])
  }

  /// Signals and records that were lost.
  public var lost: Int64 { losses.reduce(signalsLost) { $0.addingClamped($1.count) } }
}

/// A coverage that another is made of.
public struct CoverageSource: Codable, Hashable, Sendable {
  /// Its number in its database.
  public var id: Int64?
  /// Of the run that it belongs to.
  public var runID: Int64?
  /// The machine's name.
  public var host: RawText?
  /// When it began.
  public var startedAt: UTCTime
  /// How it ended.
  public var state: CoverageState

  enum CodingKeys: String, CodingKey {
    case id = "coverage_id"
    case runID = "run_id"
    case host
    case startedAt = "started_at"
    case state
  }

  /// What names a coverage.
  public init(_ session: CoverageSession) {
    (id, runID, host) = (session.id, session.runID, session.host)
    (startedAt, state) = (session.startedAt, session.state)
  }
}
