/// How many probes of the map are in which state.
public struct CoverageSummary: Sendable, Equatable {
  private var counts: [ProbeState: Int]

  init(counts: [ProbeState: Int]) {
    self.counts = counts
  }

  /// How many are in this state.
  public subscript(_ state: ProbeState) -> Int { counts[state] ?? 0 }

  /// All but the ineligible ones: the denominator.
  public var inScope: Int { counts.values.reduce(0, +) - self[.ineligible] }

  /// The share that has spoken, from 0 to 1; `nil` when nothing is in scope.
  public var share: Double? { inScope > 0 ? Double(self[.hit]) / Double(inScope) : nil }

  /// Whether nothing is left that could still speak.
  public var isCovered: Bool {
    inScope > 0 && self[.expected] + self[.deferred] + self[.attached] == 0
  }
}
