/// What earlier coverages of the same code lead to expect of a function.
public struct ProbePrior: Sendable, Equatable {
  /// How likely it is to be called, from 0 to 1.
  public var probability: Double
  /// How often it is called before its probe can be removed.
  public var hits: Double

  /// A prior.
  public init(probability: Double, hits: Double) {
    self.probability = probability
    self.hits = hits
  }

  /// Of a function that nobody has looked at. Of the functions of an interpreter's library about two
  /// fifths are called in a few seconds, each some thirty times before its probe is gone.
  public static let unknown = ProbePrior(probability: 0.4, hits: 30)

  /// From how many of the earlier coverages saw it, and how often it fired in them. One coverage
  /// is not certainty: so it is counted as if there had been one more of each kind (Laplace's rule).
  public init(seen: Int, of coverages: Int, hits: Int) {
    probability = (Double(seen) + 1) / (Double(coverages) + 2)
    self.hits = seen > 0 ? max(1, Double(hits) / Double(seen)) : Self.unknown.hits
  }
}
