import Synchronization
import Testing

@testable import OTLP

/// A pipeline as a program has it, in simulated time. At every step its numbers have to add up.
final class SimulatedProcess: Sendable {
  let simulation: Simulation
  let pipeline: TelemetryPipeline
  let notices = Notices()
  private let transports: [ScriptedTransport]

  /// - Parameters:
  ///   - spool: its directory; `nil`: none.
  ///   - clock: of a process before, to go on where it ended.
  ///   - random: the part of each longest wait that is waited.
  init(
    options: PipelineOptions = PipelineOptions(), spool: SpoolOptions? = nil,
    simulation: Simulation = Simulation(),
    transports: [Signal: ScriptedTransport],
    metrics: (@Sendable () -> [MetricRecord])? = nil,
    random: @escaping @Sendable () -> Double = { 1 }
  ) throws {
    self.simulation = simulation
    self.transports = Array(transports.values)
    pipeline = try TelemetryPipeline(
      options: options, resource: Resource(attributes: [Attribute("service.name", "test")]),
      transports: transports.mapValues { $0 }, spool: spool, metrics: metrics,
      notice: { [notices] in notices.add($0) },
      world: PipelineWorld(clock: simulation.clock, random: random, disk: simulation))
    simulation.invariants.append { [pipeline] in Self.check(pipeline.statistics) }
    Task(executorPreference: simulation) { [pipeline] in await pipeline.run() }
  }

  /// `made + adopted == exported + dropped + queued + inflight + spooled`.
  static func check(_ statistics: PipelineStatistics) {
    for (signal, numbers) in statistics.signals {
      let left = numbers.made + numbers.adopted
      let right = numbers.exported + numbers.allDropped + numbers.outstanding
      if left != right { Issue.record("\(signal): \(left) went in, \(right) are accounted for") }
    }
  }

  var spans: SignalStatistics { pipeline.statistics.signals[.traces] ?? SignalStatistics() }
  var logs: SignalStatistics { pipeline.statistics.signals[.logs] ?? SignalStatistics() }

  /// Offers spans of the names.
  func offer(_ names: [String], scope: String = "test") {
    pipeline.offer(
      spans: names.map { .named($0) }, scope: InstrumentationScope(name: scope))
  }

  func offer(logs names: [String]) {
    let records = names.map {
      LogRecord(time: 1, severity: 9, severityText: "INFO", body: .string($0))
    }
    pipeline.offer(logs: records, scope: InstrumentationScope(name: "test"))
  }

  /// Lets it work until something is so.
  func until(
    _ comment: Comment? = nil, _ isSo: @escaping @Sendable (TelemetryPipeline) -> Bool,
    at place: SourceLocation = #_sourceLocation
  ) async {
    let hasCome = await simulation.until { [pipeline] in isSo(pipeline) }
    #expect(hasCome, comment ?? "it never came to be", sourceLocation: place)
  }

  /// Lets it work until nothing is outstanding.
  func settle(at place: SourceLocation = #_sourceLocation) async {
    await until(
      "something is left over",
      { $0.statistics.signals.values.allSatisfy { $0.outstanding == 0 } }, at: place)
  }

  func flush(_ timeout: Duration = .seconds(60)) async -> Bool {
    await simulation.perform { [pipeline] in await pipeline.flush(timeout: timeout) } ?? false
  }

  func shutdown(_ deadline: Duration = .seconds(5)) async {
    await simulation.perform { [pipeline] in await pipeline.shutdown(deadline: deadline) }
    for transport in transports { #expect(transport.isClosed) }
  }

  /// Stops it where it stands, as `kill -9` does: what the kernel holds for it is let go. With it dies
  /// all that is in the same simulation.
  func kill() async {
    simulation.kill()
    await simulation.perform { [pipeline] in await pipeline.spool?.letGo() }
    simulation.bury()
  }
}

/// What a pipeline said.
final class Notices: Sendable {
  private let all = Mutex<[PipelineNotice]>([])

  func add(_ notice: PipelineNotice) { all.withLock { $0.append(notice) } }

  var texts: [String] { all.withLock { $0.map(\.text) } }

  func count(of part: String) -> Int { texts.count { $0.contains(part) } }
}

extension Spool {
  /// Closes files, and does nothing else.
  func letGo() {
    // It holds the ledger too, and with it the lock.
    ledger.detach()
    own = nil
    adopted = [:]
  }
}

extension SpanRecord {
  static func named(_ name: String) -> SpanRecord {
    var generator = SystemRandomNumberGenerator()
    return SpanRecord(
      traceID: .random(using: &generator), spanID: .random(using: &generator), name: name,
      start: 1, end: 2)
  }
}
