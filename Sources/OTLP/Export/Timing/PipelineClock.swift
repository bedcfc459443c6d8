internal import Glibc

/// The time as a pipeline sees it.
protocol PipelineClock: Sendable {
  /// Since some moment; never goes back.
  var now: Duration { get }
  /// ns since 1970.
  var date: UInt64 { get }
  /// Returns at `time`, or throws when the task is cancelled.
  func sleep(until time: Duration) async throws
}

/// The time as it is.
struct SystemClock: PipelineClock {
  private let origin = ContinuousClock.now

  var now: Duration { origin.duration(to: .now) }

  var date: UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return UInt64(clamping: time.tv_sec) * 1_000_000_000 + UInt64(clamping: time.tv_nsec)
  }

  func sleep(until time: Duration) async throws {
    try await ContinuousClock().sleep(until: origin.advanced(by: time))
  }
}
