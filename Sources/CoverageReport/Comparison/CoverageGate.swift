internal import Store

/// What a coverage must come up to.
public struct CoverageGate: Equatable, Sendable {
  /// The least percentage, from 0 to 100.
  public var minimum: Double?
  /// The least change against a baseline, in points; -0.5 allows for half a point less.
  public var minimumDelta: Double?
  /// Whether anything that may have gone unseen is a reason to refuse.
  public var failsOnLoss: Bool

  /// What is left out is not asked for.
  public init(minimum: Double? = nil, minimumDelta: Double? = nil, failsOnLoss: Bool = false) {
    (self.minimum, self.minimumDelta) = (minimum, minimumDelta)
    self.failsOnLoss = failsOnLoss
  }

  /// Why a document is refused; nothing when it is not.
  ///
  /// - Parameter baseline: What a least change is measured against.
  public func reasons(
    against document: CoverageDocument, baseline: CoverageDocument? = nil
  ) -> [String] {
    let summary = CoverageSummary(document)
    var reasons: [String] = []
    if let percent = summary.percent {
      if let minimum, percent < minimum {
        reasons.append(
          "\(CoverageWords.percent(percent)) is less than \(Self.number(minimum)) %: "
            + "\(CoverageWords.count(summary.hit)) of \(CoverageWords.count(summary.inScope)) "
            + "functions in scope were seen to run")
      }
      reasons += deltaReasons(percent, baseline: baseline)
    } else if minimum != nil || minimumDelta != nil {
      reasons.append("there are no functions in scope, so there is no percentage")
    }
    return reasons + (failsOnLoss ? Self.losses(document) : [])
  }

  private func deltaReasons(_ percent: Double, baseline: CoverageDocument?) -> [String] {
    guard let minimumDelta else { return [] }
    guard let baseline else { return ["there is no baseline to measure a change against"] }
    guard let before = CoverageSummary(baseline).percent else {
      return ["the baseline has no functions in scope, so there is no change to measure"]
    }
    let delta = percent - before
    // What sums and quotients lose is no reason.
    guard delta < minimumDelta - 1e-9 else { return [] }
    return [
      "\(CoverageWords.percent(percent)) after \(CoverageWords.percent(before)) is a change of "
        + "\(Self.number(delta)) points, less than \(Self.number(minimumDelta))"
    ]
  }

  /// Up to three decimals.
  private static func number(_ number: Double) -> String {
    let rounded = (number * 1000).rounded() / 1000
    return rounded == rounded.rounded() && abs(rounded) < 1e15
      ? String(Int64(rounded)) : "\(rounded)"
  }

  private static func losses(_ document: CoverageDocument) -> [String] {
    let session = document.session
    var reasons: [String] = []
    if session.signalsLost > 0 {
      reasons.append(
        CoverageWords.count(session.signalsLost, "signal was lost", "signals were lost"))
    }
    for loss in session.losses where loss.count > 0 {
      reasons.append(
        "\(CoverageWords.count(loss.count, "record", "records")) (\(loss.kind)) "
          + "\(loss.count == 1 ? "was" : "were") lost")
    }
    for object in document.objects {
      if let late = object.lateMilliseconds {
        reasons.append(
          "\(object.path.escaped) had no probes for the first \(CoverageWords.duration(late * 1e6))"
        )
      }
      if let error = object.error { reasons.append("\(object.path.escaped): \(error.escaped)") }
    }
    let states = session.mergedFrom.isEmpty ? [session.state] : session.mergedFrom.map(\.state)
    if states.contains(.running) { reasons.append("the coverage is still running") }
    if states.contains(.interrupted) { reasons.append("the coverage was interrupted") }
    if states.contains(.failed) { reasons.append("the coverage failed") }
    return reasons
  }
}
