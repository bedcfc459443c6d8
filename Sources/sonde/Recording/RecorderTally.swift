import Processes
import Procfs

/// What a recorder has counted since it began, of all runs together.
struct RecorderTally: Sendable {
  /// Records that arrived, of runs that have ended.
  private(set) var received = RunState.Received()
  /// Runs that ended with something lost, or before their time.
  private(set) var incompleteRuns: UInt64 = 0
  /// Records that were lost, by kind.
  var lost: [String: UInt64] = [:]
  /// The last reading of the host.
  var host = HostSample()
  var filesystems: [FilesystemSample] = []

  mutating func end(_ run: RunState, isComplete: Bool) {
    received.add(run.received)
    if !isComplete { incompleteRuns += 1 }
  }
}
