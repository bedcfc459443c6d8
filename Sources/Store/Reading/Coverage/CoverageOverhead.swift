/// What watching took.
public struct CoverageOverhead: Codable, Equatable, Sendable {
  /// How often a probe fired.
  public var probeHits: Int64
  /// Of them, in processes that are not followed.
  public var foreignHits: Int64
  /// What one costs the process that runs into it, ns, measured when the coverage began.
  public var hitCost: Int64?
  /// An estimate of what all of them cost: the two multiplied, ns.
  public var probeTime: Int64?
  /// CPU time of sonde itself, ns.
  public var agentCPU: Int64?
  /// Until the program's first instruction could run, ns.
  public var attachTime: Int64?

  enum CodingKeys: String, CodingKey {
    case probeHits = "probe_hits"
    case foreignHits = "foreign_hits"
    case hitCost = "hit_cost_ns"
    case probeTime = "probe_time_ns"
    case agentCPU = "agent_cpu_ns"
    case attachTime = "attach_ns"
  }

  /// - Parameters:
  ///   - hitCost: ns.
  ///   - agentCPU: ns.
  ///   - attachTime: ns.
  public init(
    probeHits: Int64 = 0, foreignHits: Int64 = 0, hitCost: Int64? = nil, agentCPU: Int64? = nil,
    attachTime: Int64? = nil
  ) {
    (self.probeHits, self.foreignHits, self.hitCost) = (probeHits, foreignHits, hitCost)
    (self.agentCPU, self.attachTime) = (agentCPU, attachTime)
    probeTime = hitCost.map { cost in
      let (time, overflows) = probeHits.multipliedReportingOverflow(by: cost)
      return overflows ? .max : time
    }
  }
}
