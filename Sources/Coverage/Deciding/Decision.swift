/// What the orchestrator has chosen to do next, and why.
public struct Decision: Sendable, Equatable {
  /// What is to be done with the chosen probes.
  public enum Action: String, Sendable {
    /// Attach them.
    case attach
    /// Remove them for now: the budget is spent.
    case `defer`
    /// Give them up: processes that are not watched call them all the time.
    case retire
    /// Attach them in the place of others that have long been silent.
    case rotate
    /// Nothing but listen.
    case wait
    /// Everything that is expected has spoken.
    case stop
  }

  /// What is to be done.
  public var action: Action
  /// The probes that it is to be done with, the best first.
  public var probes: [Int]
  /// Those that make room for them.
  public var replaced: [Int] = []
  /// How many there were to choose from.
  public var candidates: Int
  /// The score of the first: expected new hits for each microsecond.
  public var score: Double?
  /// What they are expected to cost, ns.
  public var cost: Double
  /// The reason, in words.
  public var why: String
}
