internal import Synchronization

/// Asks for metrics at intervals, and at the end.
actor MetricReader {
  private let source: @Sendable () -> [MetricRecord]
  private let lane: Lane<MetricRecord>
  private let scope: InstrumentationScope
  private let interval: Duration
  private let clock: any PipelineClock
  private let times = Mutex(DurationHistogram())
  private let isStopping = Mutex(false)
  private let bell = Bell()

  init(
    _ source: @escaping @Sendable () -> [MetricRecord], lane: Lane<MetricRecord>,
    options: PipelineOptions, clock: any PipelineClock
  ) {
    self.source = source
    self.lane = lane
    scope = options.metricScope
    interval = options.metricInterval
    self.clock = clock
  }

  nonisolated var collections: DurationHistogram { times.withLock { $0 } }

  /// Collects at each interval until it is told to stop.
  nonisolated func run() async {
    var next = clock.now + interval
    while !isStopping.withLock({ $0 }), !Task.isCancelled {
      await bell.wait(until: next, clock)
      guard clock.now >= next else { continue }
      await collect()
      // Intervals during which the machine slept are left out.
      while next <= clock.now { next += interval }
    }
  }

  nonisolated func stop() {
    isStopping.withLock { $0 = true }
    bell.ring()
  }

  /// Collects now. One collection at a time.
  func collect() {
    let start = clock.now
    // Metrics without points say nothing.
    let metrics = source().filter { $0.weight > 0 }
    lane.offer(metrics, scope: scope)
    let time = clock.now - start
    times.withLock { $0.add(time) }
  }
}
