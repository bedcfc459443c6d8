/// One probe of the map: what it is about, and what became of it.
public struct ExpectedProbe: Sendable {
  /// What a probe is about.
  public enum Subject: Sendable, Hashable {
    /// One of our own hooks, by its name.
    case hook(String)
    /// A function: the object's number in the map, and where the function begins in its file.
    case function(object: Int, offset: UInt64)
  }

  /// What it is about.
  public let subject: Subject
  /// What people call it.
  public let name: String
  /// What became of it so far.
  public internal(set) var state: ProbeState
  /// Why it is ineligible, deferred, retired or failed.
  public internal(set) var reason: String?
  /// When it was attached last, ns since boot.
  public internal(set) var attachedAt: UInt64?
  /// When it spoke first, ns since boot.
  public internal(set) var hitAt: UInt64?
  /// Which process made it speak; `nil` when the signal that would tell was lost.
  public internal(set) var pid: UInt32?
  /// How often it fired in watched processes.
  public internal(set) var hits: UInt32 = 0
  /// How likely it is to speak, from 0 to 1, as far as is known before it is attached.
  public internal(set) var prior: Double
  /// How often it is likely to fire before it can be removed.
  public internal(set) var expectedHits: Double

  /// Whether it is one of our own hooks.
  var isHook: Bool {
    if case .hook = subject { true } else { false }
  }

  init(_ subject: Subject, name: String, state: ProbeState, reason: String? = nil) {
    self.subject = subject
    self.name = name
    self.state = state
    self.reason = reason
    prior = ProbePrior.unknown.probability
    expectedHits = ProbePrior.unknown.hits
  }
}
