internal import Tracing

/// Holds the coverage map: which probes are expected, and what became of each.
///
/// Two universes lie in one map: our own hooks, and functions of programs. Probes are named by their
/// numbers, which count from 0 in the order in which they were added. Not for several threads.
public final class CoverageBot {
  /// The expected probes, by number.
  public private(set) var probes: [ExpectedProbe] = []
  private var counts: [ProbeState: Int] = [:]

  /// An empty map.
  public init() {}

  /// Expects one of our own hooks. Returns its number.
  @discardableResult
  public func expectHook(_ name: String) -> Int {
    add(ExpectedProbe(.hook(name), name: name, state: .expected))
  }

  /// Expects a function. Returns its number.
  ///
  /// - Parameters:
  ///   - ineligible: why there can be no probe at it; `nil` when there can.
  ///   - prior: what is known of it; `nil` when nothing is.
  @discardableResult
  public func expectFunction(
    _ name: String, object: Int, offset: UInt64, ineligible: String? = nil,
    prior: ProbePrior? = nil
  ) -> Int {
    var probe = ExpectedProbe(
      .function(object: object, offset: offset), name: name,
      state: ineligible == nil ? .expected : .ineligible, reason: ineligible)
    if let prior {
      probe.prior = prior.probability
      probe.expectedHits = prior.hits
    }
    return add(probe)
  }

  private func add(_ probe: ExpectedProbe) -> Int {
    probes.append(probe)
    counts[probe.state, default: 0] += 1
    return probes.count - 1
  }

  /// How many probes are in which state.
  public var summary: CoverageSummary { CoverageSummary(counts: counts) }

  /// The numbers of the probes in this state, ascending.
  public func numbers(in state: ProbeState) -> [Int] {
    guard counts[state, default: 0] > 0 else { return [] }
    return probes.indices.filter { probes[$0].state == state }
  }

  /// The summary, told as a span.
  public func coverageMap() -> CoverageSummary {
    withSpan("CoverageBot.coverage_map") { span in
      let summary = summary
      span.attributes["ebpf_bot.coverage.expected"] = summary.inScope
      span.attributes["ebpf_bot.coverage.hit"] = summary[.hit]
      for state in ProbeState.allCases where summary[state] > 0 {
        span.attributes["ebpf_bot.coverage.state.\(state.rawValue)"] = summary[state]
      }
      return summary
    }
  }

  // MARK: What becomes of them

  /// Notes that a probe is in another state now. One that has spoken stays so.
  public func set(_ number: Int, _ state: ProbeState, reason: String? = nil, at time: UInt64? = nil)
  {
    guard probes[number].state != .hit else { return }
    counts[probes[number].state, default: 0] -= 1
    counts[state, default: 0] += 1
    probes[number].state = state
    probes[number].reason = reason
    switch state {
    case .attached: probes[number].attachedAt = time
    case .hit: probes[number].hitAt = time
    case .expected, .ineligible, .deferred, .retired, .failed: break
    }
  }

  /// Notes that a probe has spoken, and who made it. The first word counts. Returns whether this was
  /// the first.
  @discardableResult
  public func hit(_ number: Int, at time: UInt64, by pid: UInt32?) -> Bool {
    guard probes[number].state != .hit else {
      // The array told of it before the signal did.
      if let pid, probes[number].pid == nil {
        probes[number].pid = pid
        probes[number].hitAt = time
      }
      return false
    }
    set(number, .hit, at: time)
    probes[number].pid = pid
    return true
  }

  /// Notes what earlier coverages lead to expect of a probe.
  public func setPrior(_ number: Int, _ prior: ProbePrior) {
    probes[number].prior = prior.probability
    probes[number].expectedHits = prior.hits
  }

  /// Notes that a probe was attached for long in vain: it is half as likely to speak as it seemed.
  public func lowerPrior(_ number: Int) {
    probes[number].prior /= 2
  }

  /// Notes how often a probe has fired.
  public func setHits(_ number: Int, _ hits: UInt32) {
    probes[number].hits = hits
  }
}
