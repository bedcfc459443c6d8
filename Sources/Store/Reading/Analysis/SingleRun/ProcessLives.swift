/// When the processes of one run lived, and who forked whom; in the order of their ids.
struct ProcessLives {
  private(set) var ids: ContiguousArray<Int64> = []
  private(set) var parents: ContiguousArray<Int64> = []
  private(set) var starts: ContiguousArray<Int64> = []
  /// 0 where no end is stored.
  private(set) var ends: ContiguousArray<Int64> = []
  private(set) var cpu: ContiguousArray<Int64> = []
  private(set) var tools: ContiguousArray<Int64> = []

  var count: Int { ids.count }

  mutating func reserve(_ count: Int) {
    ids.reserveCapacity(count)
    parents.reserveCapacity(count)
    starts.reserveCapacity(count)
    ends.reserveCapacity(count)
    cpu.reserveCapacity(count)
    tools.reserveCapacity(count)
  }

  @inline(__always)
  mutating func append(_ row: AnalysisStatement, _ facts: ProcessFacts, tool: Int64) {
    append(
      id: row.integer(16), parent: row.integer(17), started: facts.started, ended: facts.ended,
      cpu: facts.cpu, tool: tool)
  }

  /// Adds a process whose id is above those before.
  @inline(__always)
  mutating func append(
    id: Int64, parent: Int64, started: Int64, ended: Int64, cpu: Int64 = 0, tool: Int64 = 0
  ) {
    ids.append(id)
    parents.append(parent)
    starts.append(started)
    ends.append(ended)
    self.cpu.append(cpu)
    tools.append(tool)
  }

  mutating func append(_ other: ProcessLives) {
    ids += other.ids
    parents += other.parents
    starts += other.starts
    ends += other.ends
    cpu += other.cpu
    tools += other.tools
  }

  /// The place of an id; -1 when it is not of this run. Ids of a run mostly follow each other, so
  /// the first guess is the distance from the first one.
  func index(of id: Int64) -> Int32 {
    guard let first = ids.first, let last = ids.last, id >= first, id <= last else { return -1 }
    let guess = id &- first
    if guess < ids.count, ids[Int(guess)] == id { return Int32(guess) }
    var (low, high) = (0, ids.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if ids[middle] < id { low = middle + 1 } else { high = middle }
    }
    return ids[low] == id ? Int32(low) : -1
  }
}
