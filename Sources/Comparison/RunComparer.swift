public import Store

/// Compares two runs, with earlier ones to learn from what usually differs.
public struct RunComparer {
  /// As many runs are learnt from, and as many processes of them looked at.
  public static let mostEarlierRuns = 10
  /// As many processes of earlier runs are looked at.
  public static let mostEarlierProcesses: Int64 = 100_000

  /// Creates a comparer.
  public init() {}

  /// What is different.
  ///
  /// - Parameter earlier: Runs of the same pipeline, of the later run's database.
  public func compare(
    _ before: ComparedRun, in source: any ComparedRunSource, with after: ComparedRun,
    in afterSource: any ComparedRunSource,
    earlier: [(run: ComparedRun, source: any ComparedRunSource)] = []
  ) throws -> RunComparison {
    let match = try RunMatch(ComparedSide(before, source), ComparedSide(after, afterSource))
    let history = try History(
      of: match.before, earlier.map { ComparedSide($0.run, $0.source) })
    var comparison = RunComparison(before: before.run, after: after.run)
    comparison.matched = match.matching.pairs.count
    comparison.earlierRuns = history.count
    comparison.judgesByEarlierRuns = history.count >= NoiseJudge.leastEarlier
    comparison.failures = try OutcomeDifferences(match).all()
    comparison.times = try TimeDifferences(match, history).all()
    comparison.memory = try MemoryDifferences(match, history).all()
    comparison.new = try PresenceDifferences(match, .new).all()
    comparison.gone = try PresenceDifferences(match, .gone).all()
    comparison.versions = VersionDifferences(match).all()
    comparison.unknownPrograms = VersionDifferences(match).unknown
    comparison.libraries = try LibraryDifferences(match).all()
    comparison.arguments = try ArgumentDifferences(match).all()
    comparison.inputs = try InputDifferences(match).all()
    return comparison
  }
}

/// Numbers of earlier runs, by the places of the processes of the run that is compared with.
struct History {
  /// What is remembered of a counterpart.
  enum Measure {
    case own, cpu, peak
  }

  private let matches: [RunMatch]

  init(of side: ComparedSide, _ earlier: [ComparedSide]) throws {
    matches = try earlier.map { try RunMatch(side, $0) }
  }

  var count: Int { matches.count }

  /// What the counterparts of a process had, where they ended and did not fail.
  func values(_ measure: Measure, of place: Int) -> [Int64] {
    matches.compactMap { value(measure, of: place, in: $0) }
  }

  /// The sums over these processes, of each run that has counterparts of all of them.
  func sums(_ measure: Measure, of places: [Int]) -> [Int64] {
    matches.compactMap { match in
      let values = places.compactMap { value(measure, of: $0, in: match) }
      return values.count == places.count ? values.reduce(0, &+) : nil
    }
  }

  private func value(_ measure: Measure, of place: Int, in match: RunMatch) -> Int64? {
    guard let other = match.after(place), !match.after.hasFailed(other) else { return nil }
    let process = match.after.processes[other]
    guard process.ended != 0 else { return nil }
    let value =
      switch measure {
      case .own: match.after.own[other]
      case .cpu: process.cpu
      case .peak: process.peak
      }
    return value < 0 ? nil : value
  }
}

extension RunMatch {
  /// A process that is told of, by its place in the later run, or if it is not there in the earlier
  /// one.
  func example(before: Int?, after: Int?) throws -> ComparedExample {
    let (side, place) = after.map { (self.after, $0) } ?? (self.before, before ?? 0)
    return ComparedExample(
      tool: side.tool(of: place), step: side.step(of: place)?.label,
      command: try side.command(of: place).arguments,
      pidBefore: before.map { self.before.processes[$0].pid },
      pidAfter: after.map { self.after.processes[$0].pid })
  }

  /// Processes of one tool, and of steps of one name, are told of together.
  func group(before: Int?, after: Int?) -> DifferenceGroup {
    let (side, place) = after.map { (self.after, $0) } ?? (self.before, before ?? 0)
    return DifferenceGroup(
      tool: side.tool(of: place), step: side.step(of: place)?.name,
      isFork: !side.processes[place].hasExecuted)
  }
}

/// What is told of together.
struct DifferenceGroup: Hashable {
  var tool: RawText
  var step: String?
  var isFork: Bool
}
