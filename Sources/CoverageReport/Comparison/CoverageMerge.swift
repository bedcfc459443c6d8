internal import Store

/// Several coverages as one: what ran in any of them ran.
///
/// It does not matter in which order they come, nor whether they are merged at once or in steps.
/// Functions are the same when their objects' build ids and their offsets are. Curves and decisions
/// belong to one coverage each and are left out.
public enum CoverageMerge {
  /// A document and what to call it in errors.
  public typealias Input = (name: String, document: CoverageDocument)

  /// Merges documents.
  ///
  /// - Throws: ``CoverageReportError`` when there is none, when one is there twice, or when the same
  ///   path has different build ids.
  public static func merge(_ inputs: [Input]) throws -> CoverageDocument {
    try check(inputs)
    let parts = inputs.map { alone($0.document) }
    guard let first = parts.first else {
      throw CoverageReportError("There is nothing to merge. Name at least one coverage or file")
    }
    var result = parts.dropFirst().reduce(first) { result, next in
      var merged = CoverageDocument(
        session: session(result.session, next.session), objects: result.objects + next.objects)
      merged.marks = result.marks + next.marks
      merged.expectations = result.expectations + next.expectations
      return merged
    }
    result.objects = objects(result.objects)
    result.marks = Set(result.marks).sorted { ($0.at, $0.name) < ($1.at, $1.name) }
    result.expectations = expectations(result.expectations)
    return result
  }

  // MARK: What is refused

  private static func check(_ inputs: [Input]) throws {
    var names: [CoverageSource: String] = [:]
    for (name, document) in inputs {
      for source in sources(document.session) {
        if let other = names.updateValue(name, forKey: source) {
          throw CoverageReportError(
            "\(name): coverage \(source.id.map(String.init) ?? "") that began at "
              + "\(source.startedAt) is in \(other) too: its hits would count twice. Leave one out")
        }
      }
    }
    try checkBuildIDs(inputs)
  }

  /// The same path with another build id is another program: its offsets mean other functions.
  private static func checkBuildIDs(_ inputs: [Input]) throws {
    var known: [RawText: (name: String, buildIDs: Set<String>)] = [:]
    for (name, document) in inputs {
      let paths = Dictionary(grouping: document.objects, by: \.path)
      for (path, objects) in paths.sorted(by: { $0.key < $1.key }) {
        let buildIDs = Set(objects.map(\.buildID))
        if let other = known[path], other.buildIDs != buildIDs {
          throw CoverageReportError(
            "\(path.escaped) has the build id \(list(other.buildIDs)) in \(other.name) and "
              + "\(list(buildIDs)) in \(name): these are different programs, whose functions "
              + "cannot be told to be the same. Merge coverages of one build, or compare them with "
              + "'sonde coverage diff'")
        }
        known[path] = (name, buildIDs)
      }
    }
  }

  private static func list(_ buildIDs: Set<String>) -> String {
    buildIDs.sorted().map { RawText($0).escaped }.joined(separator: ", ")
  }

  // MARK: The session

  private static func sources(_ session: CoverageSession) -> [CoverageSource] {
    session.mergedFrom.isEmpty ? [CoverageSource(session)] : session.mergedFrom
  }

  /// A document as the merger of itself alone.
  private static func alone(_ document: CoverageDocument) -> CoverageDocument {
    var result = document
    result.session.mergedFrom = sources(document.session)
    result.session.state = .merged
    (result.session.id, result.session.sessionID, result.session.runID) = (nil, nil, nil)
    (result.session.pid, result.session.traceID) = (nil, nil)
    result.session.losses = losses(document.session.losses)
    (result.curve, result.decisions) = ([], [])
    return result
  }

  private static func session(
    _ left: CoverageSession, _ right: CoverageSession
  ) -> CoverageSession {
    var session = CoverageSession(
      id: nil, startedAt: min(left.startedAt, right.startedAt), state: .merged)
    session.host = same(left.host, right.host)
    session.kernel = same(left.kernel, right.kernel)
    session.sondeVersion = same(left.sondeVersion, right.sondeVersion)
    session.command = left.command == right.command ? left.command : []
    session.scope = left.scope == right.scope ? left.scope : .null
    session.budget = same(left.budget, right.budget)
    session.endedAt = both(left.endedAt, right.endedAt, max)
    session.overhead = overhead(left.overhead, right.overhead)
    session.signals = left.signals.addingClamped(right.signals)
    session.signalsLost = left.signalsLost.addingClamped(right.signalsLost)
    session.losses = losses(left.losses + right.losses)
    session.mergedFrom = (left.mergedFrom + right.mergedFrom).sorted(by: isBefore)
    return session
  }

  private static func overhead(
    _ left: CoverageOverhead, _ right: CoverageOverhead
  ) -> CoverageOverhead {
    var overhead = CoverageOverhead(
      probeHits: left.probeHits.addingClamped(right.probeHits),
      foreignHits: left.foreignHits.addingClamped(right.foreignHits),
      hitCost: same(left.hitCost, right.hitCost),
      agentCPU: both(left.agentCPU, right.agentCPU) { $0.addingClamped($1) },
      attachTime: both(left.attachTime, right.attachTime, max))
    overhead.probeTime = both(left.probeTime, right.probeTime) { $0.addingClamped($1) }
    return overhead
  }

  private static func losses(_ losses: [LossCount]) -> [LossCount] {
    var counts: [String: Int64] = [:]
    for loss in losses {
      counts[loss.kind] = (counts[loss.kind] ?? 0).addingClamped(loss.count)
    }
    return counts.sorted { $0.key < $1.key }.map { LossCount(kind: $0.key, count: $0.value) }
  }

  private static func isBefore(_ left: CoverageSource, _ right: CoverageSource) -> Bool {
    let leftKey = (left.startedAt, left.host ?? "", left.id ?? 0, left.runID ?? 0)
    let rightKey = (right.startedAt, right.host ?? "", right.id ?? 0, right.runID ?? 0)
    return leftKey == rightKey ? left.state.rawValue < right.state.rawValue : leftKey < rightKey
  }

  private static func expectations(_ all: [CoverageExpectation]) -> [CoverageExpectation] {
    var merged: [[RawText]: CoverageExpectation] = [:]
    for expectation in all {
      let key = [RawText(expectation.kind), expectation.name]
      merged[key] = merged[key].map { $0.merged(with: expectation) } ?? expectation
    }
    return merged.values.sorted { left, right in
      (left.kind, left.name) < (right.kind, right.name)
    }
  }

  // MARK: Values

  /// What both are, if they are the same.
  static func same<Value: Equatable>(_ left: Value?, _ right: Value?) -> Value? {
    left == right ? left : nil
  }

  /// What is made of both, if both are known.
  static func both<Value>(
    _ left: Value?, _ right: Value?, _ combine: (Value, Value) -> Value
  ) -> Value? {
    guard let left, let right else { return nil }
    return combine(left, right)
  }

  /// What is made of those that are known.
  static func known<Value>(
    _ left: Value?, _ right: Value?, _ combine: (Value, Value) -> Value
  ) -> Value? {
    guard let left, let right else { return left ?? right }
    return combine(left, right)
  }
}

extension CoverageExpectation {
  /// What came true in one of them came true.
  fileprivate func merged(with other: CoverageExpectation) -> CoverageExpectation {
    var merged = self
    merged.source = min(source, other.source)
    merged.firstAt = CoverageMerge.known(firstAt, other.firstAt, min)
    if rank == other.rank {
      merged.detail = CoverageMerge.known(detail, other.detail, min)
    } else if rank < other.rank {
      (merged.state, merged.detail) = (other.state, other.detail)
    }
    return merged
  }

  private var rank: Int {
    switch state {
    case .expected: 0
    case .missing: 1
    case .seen: 2
    }
  }
}
