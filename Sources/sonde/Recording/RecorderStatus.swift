import ProcessTelemetry
import Processes
import Synchronization

/// What others may read of a recorder, whatever it is doing: copied now and then.
final class RecorderStatus: Sendable {
  /// One copy.
  struct Reading: Sendable {
    var tally = RecorderTally()
    /// Records that arrived, of runs that last too.
    var received = RunState.Received()
    /// What processes have used.
    var processes: ProcessMetrics
    /// Processes that were folded into others' spans.
    var foldedSpans: UInt64 = 0
    /// Rows written to the database.
    var rows: Int64 = 0
    /// Bytes that wait in the ring, and its size.
    var ringUsage = 0
    var ringSize = 0
    /// How long the kernel programs have run, ns; `nil` when the kernel does not say.
    var kernelTime: UInt64?
  }

  private let reading: Mutex<Reading?> = Mutex(nil)

  /// `nil` before the recorder's first batch.
  var latest: Reading? { reading.withLock { $0 } }

  func publish(_ new: Reading) {
    reading.withLock { $0 = new }
  }
}
