import Synchronization
import Testing

@testable import OTLP

/// Flushing, ending, and what is not exported.
@Suite("Flush and end")
struct EndTests {
  private let simulation = Simulation()
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test("The end does not wait for the schedule, and sends all")
  func end() async throws {
    let collector = ScriptedTransport(clock: simulation.clock)
    let process = try process(collector)
    process.offer((0..<1200).map { "\($0)" })
    await process.shutdown()
    #expect(simulation.clock.now == .zero)
    #expect(collector.accepted.count == 1200)
    #expect(process.spans.exported == 1200)
    #expect(directory.files == [])
  }

  @Test("What is offered after the end is counted")
  func afterEnd() async throws {
    let collector = ScriptedTransport(clock: simulation.clock)
    let process = try process(collector)
    await process.shutdown()
    process.offer(["late"])
    #expect(process.spans.made == 1)
    #expect(process.spans.dropped == [.shutdown: 1])
    await process.shutdown()
  }

  @Test("A pipeline that never ran sends what it has when it ends")
  func neverRan() async throws {
    let collector = ScriptedTransport(clock: simulation.clock)
    let pipeline = try TelemetryPipeline(
      options: PipelineOptions(), resource: Resource(), transports: [.traces: collector],
      spool: nil, metrics: nil, notice: { _ in },
      world: PipelineWorld(clock: simulation.clock, disk: simulation))
    pipeline.offer(spans: [.named("a")], scope: InstrumentationScope(name: ""))
    await simulation.perform { await pipeline.shutdown(deadline: .seconds(1)) }
    #expect(collector.accepted == ["a"])
    #expect(pipeline.statistics.signals[.traces]?.exported == 1)
  }

  @Test(
    "A collector that hangs holds the end up no longer than the deadline", arguments: [true, false])
  func hanging(hasSpool: Bool) async throws {
    let collector = ScriptedTransport(clock: simulation.clock) { _ in .hang }
    let process = try process(collector, hasSpool: hasSpool)
    process.offer((0..<600).map { "\($0)" })
    await process.shutdown(.seconds(3))
    #expect(simulation.clock.now == .seconds(3))
    #expect(process.spans.dropped == (hasSpool ? [:] : [.shutdown: 600]))
    #expect(process.spans.spooled == (hasSpool ? 600 : 0))
    guard hasSpool else { return }
    let healthy = ScriptedTransport(clock: simulation.clock)
    let next = try self.process(healthy)
    await next.until { $0.statistics.signals[.traces]?.exported == 600 }
    #expect(healthy.accepted == (0..<600).map { "\($0)" })
    #expect(next.spans.adopted == 600)
    #expect(next.spans.made == 0)
    await next.shutdown()
    #expect(directory.files == [])
  }

  @Test("With all on disk the end does not wait for a collector that is down")
  func downAtTheEnd() async throws {
    let collector = ScriptedTransport(clock: simulation.clock) { _ in .fail(.unavailable) }
    let process = try process(collector)
    process.offer((0..<2000).map { "\($0)" })
    await process.shutdown(.seconds(100))
    #expect(simulation.clock.now == .zero)
    #expect(collector.attempts.count == 1)
    #expect(process.spans.spooled == 2000)
    #expect(directory.files.count { $0.hasSuffix(".batch") } == 4)
  }

  @Test("Without a spool the end tries as long as it may")
  func downAtTheEndInMemory() async throws {
    let collector = ScriptedTransport(clock: simulation.clock) {
      $0 < 3 ? .fail(.unavailable) : .accept
    }
    let process = try process(collector, hasSpool: false)
    process.offer(["a"])
    await process.shutdown(.seconds(100))
    #expect(simulation.clock.now == .seconds(7))
    #expect(process.spans.exported == 1)
  }

  @Test("An end without any time puts all on disk, or counts it", arguments: [true, false])
  func noTime(hasSpool: Bool) async throws {
    let collector = ScriptedTransport(clock: simulation.clock)
    let process = try process(collector, hasSpool: hasSpool)
    process.offer((0..<600).map { "\($0)" })
    await process.shutdown(.zero)
    #expect(collector.accepted == [])
    #expect(process.spans.spooled == (hasSpool ? 600 : 0))
    #expect(process.spans.dropped == (hasSpool ? [:] : [.shutdown: 600]))
  }

  @Test("When its task is cancelled all that is in memory goes to disk", arguments: [true, false])
  func cancelled(hasSpool: Bool) async throws {
    let collector = ScriptedTransport(clock: simulation.clock) { _ in .hang }
    let pipeline = try TelemetryPipeline(
      options: PipelineOptions(), resource: Resource(), transports: [.traces: collector],
      spool: hasSpool ? SpoolOptions(directory: directory.path) : nil, metrics: { [] },
      notice: { _ in }, world: PipelineWorld(clock: simulation.clock, disk: simulation))
    let task = Task(executorPreference: simulation) { await pipeline.run() }
    let spans = (0..<600).map { SpanRecord.named("\($0)") }
    pipeline.offer(spans: spans, scope: InstrumentationScope(name: ""))
    _ = await simulation.until { collector.attempts.count == 1 }
    task.cancel()
    await simulation.perform { await task.value }
    let numbers = pipeline.statistics.signals[.traces]
    #expect(numbers?.spooled == (hasSpool ? 600 : 0))
    #expect(numbers?.dropped == (hasSpool ? [:] : [.shutdown: 600]))
    #expect(simulation.clock.now == .zero)
    #expect(collector.isClosed)
  }

  @Test("A flush waits for what was offered before it, not for what comes after")
  func flush() async throws {
    let collector = ScriptedTransport(clock: simulation.clock) { _ in .delay(.seconds(2)) }
    let process = try process(collector)
    process.offer((0..<700).map { "\($0)" })
    #expect(await process.flush(.seconds(60)))
    #expect(collector.accepted.count == 700)
    #expect(simulation.clock.now == .seconds(4))
    #expect(await process.flush(.seconds(60)))
    #expect(simulation.clock.now == .seconds(4))
  }

  @Test("A flush that is not done in time says so")
  func flushInVain() async throws {
    let collector = ScriptedTransport(clock: simulation.clock) { _ in .fail(.unavailable) }
    let process = try process(collector)
    process.offer(["a"])
    #expect(await process.flush(.seconds(20)) == false)
    #expect(simulation.clock.now == .seconds(20))
    #expect(process.spans.outstanding == 1)
  }

  @Test("Batches go when they are full, or have waited long enough")
  func schedule() async throws {
    let collector = ScriptedTransport(clock: simulation.clock)
    let process = try process(collector)
    process.offer((0..<511).map { "\($0)" })
    await simulation.pass(.seconds(3))
    #expect(collector.attempts.isEmpty)
    process.offer(["511", "512"])
    await simulation.pass(.seconds(1))
    #expect(collector.attempts.map(\.names.count) == [512])
    await process.settle()
    // The last one came at 3 s.
    #expect(collector.attempts.map(\.time) == [3, 8].map { .seconds($0) })
  }

  @Test("Metrics are asked for at each interval, and once more at the end")
  func metrics() async throws {
    let collector = ScriptedTransport(clock: simulation.clock)
    let box = Counter()
    let process = try SimulatedProcess(
      simulation: simulation, transports: [.metrics: collector],
      metrics: {
        let number = box.next()
        let points = (0..<3).map { MetricRecord.NumberPoint(time: 1, value: .int($0)) }
        return [
          MetricRecord(name: "m\(number)", unit: "1", description: "", data: .gauge(points)),
          MetricRecord(name: "empty", unit: "1", description: "", data: .gauge([])),
        ]
      })
    await simulation.pass(.seconds(150))
    await process.shutdown()
    #expect(collector.accepted == ["m1", "m2", "m3"])
    #expect(collector.attempts.map(\.time) == [60, 120, 150].map { .seconds($0) })
    #expect(process.pipeline.statistics.signals[.metrics]?.exported == 9)
    #expect(process.pipeline.statistics.collections.count == 3)
  }

  @Test("A source without metrics makes no request")
  func noMetrics() async throws {
    let collector = ScriptedTransport(clock: simulation.clock)
    let process = try SimulatedProcess(
      simulation: simulation, transports: [.metrics: collector], metrics: { [] })
    await simulation.pass(.seconds(300))
    await process.shutdown()
    #expect(collector.attempts.isEmpty)
  }

  @Test("A signal without a transport is not taken, and its metrics are not asked for")
  func notExported() async throws {
    let collector = ScriptedTransport(clock: simulation.clock)
    let process = try SimulatedProcess(
      spool: SpoolOptions(directory: directory.path), simulation: simulation,
      transports: [.logs: collector],
      metrics: {
        Issue.record("nobody wants them")
        return []
      })
    process.offer(["a"])
    process.offer(logs: ["b"])
    await simulation.pass(.seconds(300))
    await process.shutdown()
    #expect(process.pipeline.statistics.signals.keys.map(\.rawValue) == ["logs"])
    #expect(process.pipeline.isExported(.logs))
    #expect(!process.pipeline.isExported(.traces))
    #expect(collector.accepted == ["b"])
  }

  @Test("What is offered while a notice is written is not taken")
  func notices() async throws {
    let collector = ScriptedTransport(clock: simulation.clock) { _ in .fail(.unavailable) }
    let box = Holder()
    let pipeline = try TelemetryPipeline(
      options: PipelineOptions(), resource: Resource(), transports: [.logs: collector], spool: nil,
      metrics: nil,
      notice: { notice in
        let record = LogRecord(
          time: 1, severity: 9, severityText: "", body: .string(notice.text))
        box.pipeline?.offer(logs: [record], scope: InstrumentationScope(name: ""))
        _ = box.count.next()
      }, world: PipelineWorld(clock: simulation.clock, disk: simulation))
    box.pipeline = pipeline
    Task(executorPreference: simulation) { await pipeline.run() }
    let record = LogRecord(time: 1, severity: 9, severityText: "", body: "first")
    pipeline.offer(logs: [record], scope: InstrumentationScope(name: ""))
    await simulation.pass(.seconds(600))
    #expect(box.count.value == 1)
    #expect(pipeline.statistics.signals[.logs]?.made == 1)
    await simulation.perform { await pipeline.shutdown(deadline: .zero) }
    box.pipeline = nil
  }

  @Test(
    "Options that cannot be meant are refused",
    arguments: [
      { $0.spans.maxQueueSize = 0 }, { $0.logs.maxExportBatchSize = -1 },
      { $0.metrics.exportTimeout = .zero }, { $0.concurrency = 0 }, { $0.requestLimit = 0 },
      { $0.metricInterval = .zero }, { $0.requestTimeouts[.logs] = .seconds(-1) },
      { $0.spans.scheduleDelay = .seconds(-1) },
    ] as [@Sendable (inout PipelineOptions) -> Void])
  func options(change: @Sendable (inout PipelineOptions) -> Void) throws {
    var options = PipelineOptions()
    _ = try TelemetryPipeline(options: options, resource: Resource(), transports: [:])
    change(&options)
    #expect(throws: PipelineError.self) {
      try TelemetryPipeline(options: options, resource: Resource(), transports: [:])
    }
  }

  // MARK: Helpers

  private func process(
    _ collector: ScriptedTransport, hasSpool: Bool = true
  ) throws -> SimulatedProcess {
    try SimulatedProcess(
      spool: hasSpool ? SpoolOptions(directory: directory.path) : nil, simulation: simulation,
      transports: [.traces: collector])
  }
}

private final class Counter: Sendable {
  private let count = Mutex(0)

  var value: Int { count.withLock { $0 } }

  func next() -> Int {
    count.withLock {
      $0 += 1
      return $0
    }
  }
}

private final class Holder: Sendable {
  private let held = Mutex<TelemetryPipeline?>(nil)
  let count = Counter()

  var pipeline: TelemetryPipeline? {
    get { held.withLock { $0 } }
    set { held.withLock { $0 = newValue } }
  }
}
