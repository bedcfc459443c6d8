/// What was decided about probes in one turn.
public struct CoverageDecision: Codable, Equatable, Sendable {
  /// Decisions of one moment share it.
  public var turn: Int64
  /// When.
  public var at: UTCTime
  /// `attach`, `defer`, `retire`, `rotate`, `wait` or `stop`.
  public var action: String
  /// The first of the functions that were chosen.
  public var probe: RawText?
  /// How many were chosen.
  public var chosen: Int64
  /// Of how many.
  public var candidates: Int64
  /// How promising they were.
  public var score: Double?
  /// What it was expected to cost, ns.
  public var cost: Int64?
  /// In words.
  public var why: RawText

  enum CodingKeys: String, CodingKey {
    case turn, at, action, probe, chosen, candidates, score
    case cost = "cost_ns"
    case why
  }

  /// A decision about so many functions.
  public init(turn: Int64, at: UTCTime, action: String, why: RawText) {
    (self.turn, self.at, self.action, self.why) = (turn, at, action, why)
    (chosen, candidates) = (0, 0)
  }
}
