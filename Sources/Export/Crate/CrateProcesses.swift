internal import Store

/// The processes of a run, and which of them answers for each: the one whose program it runs.
///
/// A fork that executes nothing is part of its parent's program, as a worker or a subshell is; what
/// it did with files is told of the nearest process above that executed something.
struct CrateProcesses {
  struct Process {
    let id: Int64
    let executions: Int64
    /// Microseconds.
    let duration: Int64
    let hasFailed: Bool
    let container: RawText?
  }

  /// In the order of their ids.
  let processes: [Process]
  /// By the process's position: the position of the one that answers for it; `nil` when none does.
  let owners: [Int?]

  init(of run: ExportedRun, in snapshot: StoreSnapshot) throws {
    let view = try snapshot.relation(named: "processes").select
    let rows = try snapshot.cursor(
      """
      SELECT process_id, parent_id, execs, started_at, ended_at, exit_code, signal, container_id
      FROM (\(view)) WHERE run_id = ?1 ORDER BY process_id
      """)
    rows.restart(run.id)
    var processes: [Process] = []
    var owners: [Int?] = []
    while try rows.step() {
      let (started, ended) = (rows.integer(3) ?? 0, rows.integer(4))
      let process = Process(
        id: rows.integer(0) ?? 0, executions: rows.integer(2) ?? 0,
        duration: max((ended ?? run.ended ?? Int64.max / 2) - started, 0),
        hasFailed: (rows.integer(5) ?? 0) != 0 || rows.integer(6) != nil, container: rows.text(7))
      // A parent has its id before its children have theirs.
      let parent = rows.integer(1).flatMap { Self.position(of: $0, in: processes) }
      owners.append(process.executions > 0 ? processes.count : parent.flatMap { owners[$0] })
      processes.append(process)
    }
    self.processes = processes
    self.owners = owners
  }

  func position(of id: Int64) -> Int? { Self.position(of: id, in: processes) }

  private static func position(of id: Int64, in processes: [Process]) -> Int? {
    var (low, high) = (0, processes.count)
    while low < high {
      let middle = (low + high) / 2
      if processes[middle].id < id { low = middle + 1 } else { high = middle }
    }
    return low < processes.count && processes[low].id == id ? low : nil
  }

  /// The processes to tell of, in the order of their ids: all that executed something, or if they
  /// have more executions than the limit, first the root and what ended badly, then what wrote
  /// files, then the rest, of each kind the longest first.
  func chosen(limit: Int, writers: () throws -> Set<Int>) rethrows -> [Int] {
    let candidates = processes.indices.filter { processes[$0].executions > 0 }
    func told(_ position: Int) -> Int {
      Int(min(processes[position].executions, CrateExecutions.limitOfProcess))
    }
    if candidates.reduce(0, { $0 + told($1) }) <= limit { return candidates }
    let writers = try writers()
    func rank(_ position: Int) -> Int {
      position == candidates.first || processes[position].hasFailed
        ? 0 : writers.contains(position) ? 1 : 2
    }
    let ranked = candidates.map { (rank($0), -processes[$0].duration, $0) }.sorted(by: <)
    var rest = limit
    return ranked.map(\.2).prefix { position in
      rest -= told(position)
      return rest >= 0
    }.sorted()
  }
}
