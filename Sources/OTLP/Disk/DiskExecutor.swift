internal import Dispatch

/// A thread for what waits for a disk: tasks elsewhere go on meanwhile.
final class DiskExecutor: SerialExecutor {
  private let queue = DispatchQueue(label: "sonde.otlp.disk")

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    queue.async { job.runSynchronously(on: self.asUnownedSerialExecutor()) }
  }
}
