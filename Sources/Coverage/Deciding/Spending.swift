/// What probes have cost since the last time that this was asked.
public struct Spending: Sendable, Equatable {
  /// Times that probes fired, in watched processes and in others.
  public var hits: UInt64
  /// How long that took, ns, by what one firing costs here.
  public var nanoseconds: UInt64
  /// Of them in others, by probe.
  public var foreign: [Int: Int]

  /// What was spent.
  public init(hits: UInt64 = 0, nanoseconds: UInt64 = 0, foreign: [Int: Int] = [:]) {
    self.hits = hits
    self.nanoseconds = nanoseconds
    self.foreign = foreign
  }
}
