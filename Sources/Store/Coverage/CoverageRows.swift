/// What is known of a coverage when it begins.
public struct CoverageDescription: Sendable {
  /// The session of the recording beside it; `nil` when there is none.
  public var sessionID: Int64?
  /// The command, each argument a string.
  public var command: [String]
  /// The process that it begins with.
  public var pid: Int64?
  /// ns since 1970.
  public var startedAt: Int64
  /// What is looked at, as a JSON object.
  public var scope: String
  /// Share of one processor's time that probes may take; `nil`: no limit.
  public var budget: Double?
  /// The trace that it is told in, 32 hexadecimal digits.
  public var traceID: String?

  /// Puts a description together.
  public init(command: [String], startedAt: Int64, scope: String) {
    self.command = command
    self.startedAt = startedAt
    self.scope = scope
  }
}

/// An object whose functions are looked at.
public struct CodeObjectRow: Sendable {
  /// What tells this build from others.
  public var buildID: String
  /// `executable` or `shared_object`.
  public var kind: String
  /// Where names came from.
  public var namesFrom: [String]
  /// Names beyond the first of each function.
  public var aliases: Int
  /// The file.
  public var path: String
  /// Its functions.
  public var functions: [CodeFunctionRow]

  /// Puts a row together.
  public init(
    buildID: String, kind: String, namesFrom: [String], aliases: Int, path: String,
    functions: [CodeFunctionRow]
  ) {
    self.buildID = buildID
    self.kind = kind
    self.namesFrom = namesFrom
    self.aliases = aliases
    self.path = path
    self.functions = functions
  }
}

/// A function, as its object tells of it.
public struct CodeFunctionRow: Sendable {
  /// Where it begins in the file.
  public var offset: UInt64
  /// Bytes; 0 when not known.
  public var size: UInt64
  /// The linker's name.
  public var linkageName: String
  /// The name in the source.
  public var name: String
  /// Why there can be no probe at it; `nil` when there can.
  public var ineligible: String?

  /// Puts a row together.
  public init(offset: UInt64, size: UInt64, linkageName: String, name: String, ineligible: String?)
  {
    self.offset = offset
    self.size = size
    self.linkageName = linkageName
    self.name = name
    self.ineligible = ineligible
  }
}

/// What one coverage has seen of a function.
public struct FunctionStateRow: Sendable {
  /// The object's id in the database.
  public var objectID: Int64
  /// Where the function begins in the file.
  public var offset: UInt64
  /// As the map has it: `hit`, `attached` and so on.
  public var state: String
  /// Why it is so, for states that want a reason.
  public var reason: String?
  /// When its probe was attached, ns since 1970.
  public var attachedAt: Int64?
  /// When it was called first, ns since 1970.
  public var hitAt: Int64?
  /// By which process.
  public var pid: Int64?
  /// How often its probe fired.
  public var hits: Int64

  /// Puts a row together.
  public init(
    objectID: Int64, offset: UInt64, state: String, reason: String?, attachedAt: Int64?,
    hitAt: Int64?, pid: Int64?, hits: Int64
  ) {
    self.objectID = objectID
    self.offset = offset
    self.state = state
    self.reason = reason
    self.attachedAt = attachedAt
    self.hitAt = hitAt
    self.pid = pid
    self.hits = hits
  }
}

/// What was decided in a turn.
public struct DecisionRow: Sendable {
  /// The turn's number, from 0.
  public var turn: Int
  /// ns since 1970.
  public var time: Int64
  /// `attach`, `defer`, `retire`, `rotate`, `wait` or `stop`.
  public var action: String
  /// The first of the chosen probes.
  public var probe: String?
  /// How many were chosen …
  public var chosen: Int
  /// … of how many.
  public var candidates: Int
  /// Expected new hits for each microsecond.
  public var score: Double?
  /// What they are expected to cost, ns.
  public var cost: Double
  /// The reason, in words.
  public var why: String

  /// Puts a row together.
  public init(
    turn: Int, time: Int64, action: String, probe: String?, chosen: Int, candidates: Int,
    score: Double?, cost: Double, why: String
  ) {
    self.turn = turn
    self.time = time
    self.action = action
    self.probe = probe
    self.chosen = chosen
    self.candidates = candidates
    self.score = score
    self.cost = cost
    self.why = why
  }
}

/// How far a coverage was at one moment.
public struct CoveragePointRow: Sendable {
  /// ns since 1970.
  public var time: Int64
  /// Functions called so far.
  public var hit: Int
  /// Probes attached.
  public var attached: Int
  /// Probes that wait for the budget.
  public var deferred: Int
  /// Times that probes have fired so far.
  public var probeHits: UInt64

  /// Puts a row together.
  public init(time: Int64, hit: Int, attached: Int, deferred: Int, probeHits: UInt64) {
    self.time = time
    self.hit = hit
    self.attached = attached
    self.deferred = deferred
    self.probeHits = probeHits
  }
}

/// What a coverage came to.
public struct CoverageEnding: Sendable {
  /// `covered`, `ended`, `timeout`, `budget`, `interrupted` or `failed`.
  public var state: String
  /// ns since 1970.
  public var endedAt: Int64
  /// The run that it was part of.
  public var runID: Int64?
  /// Times that probes fired.
  public var probeHits: UInt64
  /// What one of them cost, ns, the mean; `nil` when none fired or it could not be measured.
  public var hitCost: Int64?
  /// Of them in processes that were not watched.
  public var foreignHits: UInt64
  /// Signals received.
  public var signals: UInt64
  /// Signals lost.
  public var signalsLost: UInt64
  /// ns from the beginning to when the first instruction could run.
  public var attachTime: Int64?
  /// What this program took itself, ns of CPU time.
  public var agentCPU: Int64

  /// Puts an ending together.
  public init(
    state: String, endedAt: Int64, runID: Int64?, probeHits: UInt64, hitCost: Int64?,
    foreignHits: UInt64,
    signals: UInt64, signalsLost: UInt64, attachTime: Int64?, agentCPU: Int64
  ) {
    self.state = state
    self.endedAt = endedAt
    self.runID = runID
    self.probeHits = probeHits
    self.hitCost = hitCost
    self.foreignHits = foreignHits
    self.signals = signals
    self.signalsLost = signalsLost
    self.attachTime = attachTime
    self.agentCPU = agentCPU
  }
}
