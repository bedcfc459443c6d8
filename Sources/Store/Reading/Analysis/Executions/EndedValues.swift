/// Those numbers of each ended process whose percentiles are wanted, a column each.
struct EndedValues {
  /// What is looked at.
  enum Measure: CaseIterable {
    case wall, cpu, peak
  }

  /// Index of the tool.
  private(set) var tool: ContiguousArray<Int32> = []
  /// Index of the pipeline.
  private(set) var pipeline: ContiguousArray<Int32> = []
  private var wall: ContiguousArray<Int64> = []
  private var cpu: ContiguousArray<Int64> = []
  /// -1 where it is not known.
  private var peak: ContiguousArray<Int64> = []

  mutating func reserve(_ count: Int) {
    tool.reserveCapacity(count)
    pipeline.reserveCapacity(count)
    wall.reserveCapacity(count)
    cpu.reserveCapacity(count)
    peak.reserveCapacity(count)
  }

  @inline(__always)
  mutating func append(_ facts: ProcessFacts, tool: Int32, pipeline: Int32) {
    self.tool.append(tool)
    self.pipeline.append(pipeline)
    wall.append(facts.wall)
    cpu.append(facts.cpu)
    peak.append(facts.peak)
  }

  func values(_ measure: Measure) -> ContiguousArray<Int64> {
    switch measure {
    case .wall: wall
    case .cpu: cpu
    case .peak: peak
    }
  }
}
