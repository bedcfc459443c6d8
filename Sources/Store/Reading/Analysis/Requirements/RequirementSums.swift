/// Executions by whom they are of, with those numbers of each whose percentiles are wanted.
struct RequirementSums {
  /// The numbers of an execution.
  struct Execution {
    var wall: Int64
    var cpu: Int64
    /// -1: not known.
    var memory: Int64
    var isOutOfMemory: Bool
    /// The most that one of its processes had; for those that were ended for want of memory.
    var victimPeak: Int64
    /// `nil`: no end was seen.
    var hasSucceeded: Bool?
  }

  private(set) var requirements: [Requirement] = []
  private var walls: ContiguousArray<Int64> = []
  private var processors: ContiguousArray<Int64> = []
  private var memory: ContiguousArray<Int64> = []
  private var groups: ContiguousArray<Int32> = []

  mutating func reserve(_ count: Int) {
    walls.reserveCapacity(count)
    processors.reserveCapacity(count)
    memory.reserveCapacity(count)
    groups.reserveCapacity(count)
  }

  /// A number for somebody whose executions follow.
  mutating func add(_ subject: Requirement.Subject) -> Int {
    requirements.append(Requirement(subject))
    return requirements.count - 1
  }

  @inline(__always)
  mutating func add(_ execution: Execution, to group: Int) {
    requirements[group].executions &+= 1
    guard let hasSucceeded = execution.hasSucceeded else {
      requirements[group].unended &+= 1
      return
    }
    if execution.isOutOfMemory {
      requirements[group].outOfMemory &+= 1
      requirements[group].outOfMemoryPeak = max(
        requirements[group].outOfMemoryPeak, execution.victimPeak)
      return
    }
    guard hasSucceeded else {
      requirements[group].failed &+= 1
      return
    }
    requirements[group].succeeded &+= 1
    requirements[group].cpu &+= execution.cpu
    if execution.memory < 0 { requirements[group].memoryNotKnown &+= 1 }
    groups.append(Int32(group))
    walls.append(execution.wall)
    memory.append(execution.memory)
    processors.append(Self.thousandths(execution))
  }

  /// -1 for a life of no length.
  @inline(__always)
  private static func thousandths(_ execution: Execution) -> Int64 {
    guard execution.wall > 0, execution.cpu >= 0, execution.cpu < 1 << 52 else { return -1 }
    return execution.cpu &* 1000 / execution.wall
  }

  /// The requirements with their distributions, each measure on a processor of its own.
  func finished() throws -> [Requirement] {
    let columns = [walls, processors, memory]
    let groups = groups
    let count = requirements.count
    guard count > 0 else { return [] }
    let distributions = try Shares.map(count: columns.count) { number in
      var values = GroupedValues([(groups, columns[number])], count: count)
      return values.distributions()
    }
    var requirements = requirements
    for place in requirements.indices {
      requirements[place].wall = distributions[0][place]
      requirements[place].processors = distributions[1][place]
      requirements[place].memory = distributions[2][place]
    }
    return requirements
  }
}
