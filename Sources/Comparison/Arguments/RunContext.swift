internal import Store

/// What is particular to a process's run, and may stand in its arguments.
struct RunContext {
  /// Directories of the run and of the process, the longest first.
  let directories: [[UInt8]]
  /// Numbers of the process and of those that it descends from.
  let pids: Set<Int64>
  /// The time of the run, ns since 1970, with some room around it.
  let time: ClosedRange<Int64>

  private static let day: Int64 = 86_400 * 1_000_000_000

  init(directories: [RawText], pids: Set<Int64>, started: Int64, ended: Int64) {
    // The root directory is everybody's.
    self.directories = Set(directories.map(\.bytes)).filter { $0.count > 1 }
      .sorted { $0.count > $1.count }
    self.pids = pids
    let first = max(started, 0)
    time =
      max(first - Self.day, 0)...max(ended, first).addingReportingOverflow(Self.day).partialValue
  }
}
