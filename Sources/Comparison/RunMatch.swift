internal import Store

/// Two runs with the counterparts of their processes.
struct RunMatch {
  let before: ComparedSide
  let after: ComparedSide
  let matching: ProcessMatching

  init(_ before: ComparedSide, _ after: ComparedSide) throws {
    self.before = before
    self.after = after
    var kinds = SharedKinds(before.run, after.run)
    let left = kinds.nodes(before.run)
    let right = kinds.nodes(after.run)
    matching = try ProcessMatching(
      left.nodes, right.nodes, entriesBefore: left.entries, entriesAfter: right.entries,
      arguments: SideArguments(before: before, after: after))
  }

  /// The place of a process's counterpart in the later run.
  func after(_ place: Int) -> Int? {
    let found = Int(matching.afterOfBefore[place])
    return found < 0 ? nil : found
  }

  /// The place of a process's counterpart in the earlier run.
  func before(_ place: Int) -> Int? {
    let found = Int(matching.beforeOfAfter[place])
    return found < 0 ? nil : found
  }
}

private struct SideArguments: ArgumentSource {
  let before: ComparedSide
  let after: ComparedSide

  func arguments(before place: Int) throws -> [[UInt8]] { try before.comparable(place) }
  func arguments(after place: Int) throws -> [[UInt8]] { try after.comparable(place) }
}

/// Numbers for what must be the same of two counterparts, the same in both runs.
private struct SharedKinds {
  private struct Kind: Hashable {
    let tool: Int
    let step: Int
    let hasExecuted: Bool
  }

  private struct StepName: Hashable {
    let engine: String
    let text: String
    let isLabel: Bool
  }

  private var tools: [RawText: Int] = [:]
  private var kinds: [Kind: Int] = [:]
  private let steps: [StepName: Int]

  /// A step's label tells which it is; where it is in one of the runs only, because it has the
  /// arguments in it, the name of the rule does; where that is too, the step says nothing.
  init(_ before: ComparedRun, _ after: ComparedRun) {
    let common = Self.names(before).intersection(Self.names(after))
    var steps: [StepName: Int] = [:]
    for name in common.sorted(by: { ($0.engine, $0.text) < ($1.engine, $1.text) }) {
      steps[name] = steps.count + 1
    }
    self.steps = steps
  }

  private static func names(_ run: ComparedRun) -> Set<StepName> {
    var names: Set<StepName> = []
    for step in run.steps {
      names.insert(StepName(engine: step.engine, text: step.label, isLabel: true))
      names.insert(StepName(engine: step.engine, text: step.name, isLabel: false))
    }
    return names
  }

  /// 0: none that both runs have.
  private func number(_ step: ComparedStep) -> Int {
    steps[StepName(engine: step.engine, text: step.label, isLabel: true)]
      ?? steps[StepName(engine: step.engine, text: step.name, isLabel: false)] ?? 0
  }

  /// The processes as matching sees them, and those that begin a step.
  mutating func nodes(_ run: ComparedRun) -> (nodes: [MatchNode], entries: [Int: [Int]]) {
    let numbers = run.steps.map { number($0) }
    let tools = run.tools.map { tool in
      let number = self.tools[tool] ?? self.tools.count + 1
      self.tools[tool] = number
      return number
    }
    var nodes: [MatchNode] = []
    var entries: [Int: [Int]] = [:]
    var stepOfPlace: [Int] = []
    nodes.reserveCapacity(run.processes.count)
    stepOfPlace.reserveCapacity(run.processes.count)
    for (place, process) in run.processes.enumerated() {
      let step = process.step < 0 ? 0 : numbers[Int(process.step)]
      let parent = Int(process.parent)
      if step > 0, parent >= 0, stepOfPlace[parent] != step {
        entries[step, default: []].append(place)
      }
      stepOfPlace.append(step)
      let kind = Kind(
        tool: process.tool < 0 ? 0 : tools[Int(process.tool)], step: step,
        hasExecuted: process.hasExecuted)
      nodes.append(
        MatchNode(
          parent: parent, kind: number(kind), exact: process.hasExecuted ? process.exactHash : 0,
          loose: process.hasExecuted ? process.looseHash : 0, hasArguments: process.hasExecuted))
    }
    describeForks(&nodes)
    return (nodes, entries)
  }

  private mutating func number(_ kind: Kind) -> Int {
    if let number = kinds[kind] { return number }
    kinds[kind] = kinds.count
    return kinds.count - 1
  }

  /// A process that executed nothing is told from its like by what its children did, in whichever
  /// order. Children come after their parents.
  private func describeForks(_ nodes: inout [MatchNode]) {
    for place in nodes.indices.reversed() {
      let (node, parent) = (nodes[place], nodes[place].parent)
      guard parent >= 0, !nodes[parent].hasArguments else { continue }
      let kind = UInt64(truncatingIfNeeded: node.kind &+ 1) &* 0x9e37_79b9_7f4a_7c15
      nodes[parent].exact &+= (node.exact ^ kind) &* 0xff51_afd7_ed55_8ccd
      nodes[parent].loose &+= (node.loose ^ kind) &* 0xff51_afd7_ed55_8ccd
    }
  }
}
