/// A point of the curve that shows how coverage grew.
public struct CoveragePoint: Codable, Equatable, Sendable {
  /// Since the coverage began, ms.
  public var milliseconds: Double
  /// Functions that had run.
  public var hit: Int64
  /// Functions with a probe.
  public var attached: Int64
  /// Functions that were to get one later.
  public var deferred: Int64
  /// How often a probe had fired.
  public var probeHits: Int64

  enum CodingKeys: String, CodingKey {
    case milliseconds = "ms"
    case hit, attached, deferred
    case probeHits = "probe_hits"
  }

  /// - Parameter milliseconds: Since the coverage began.
  public init(
    milliseconds: Double, hit: Int64, attached: Int64, deferred: Int64, probeHits: Int64
  ) {
    (self.milliseconds, self.hit, self.attached) = (milliseconds, hit, attached)
    (self.deferred, self.probeHits) = (deferred, probeHits)
  }
}
