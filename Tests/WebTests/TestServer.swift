import Logging
import OTLP
import ServiceLifecycle
import Synchronization
import Telemetry

@testable import Web

/// Servers of this process's own, for as long as a test needs them.
enum TestServer {
  /// How a server is made to end.
  enum End: CaseIterable, Sendable {
    case shutDown, cancelled
  }

  /// Serves while `body` talks to it, at the port that it is given. Returns when the server has.
  static func run(
    _ limits: MetricsServer.Limits = MetricsServer.Limits(), records: [MetricRecord] = [],
    end: End = .cancelled, _ body: @escaping @Sendable (Int) async throws -> Void
  ) async throws {
    let (ports, found) = AsyncStream.makeStream(of: Int.self)
    let server = make(limits: limits, records: records) { found.yield($0) }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(services: [server], logger: silence))
    try await withThrowingTaskGroup(of: Void.self) { tasks in
      tasks.addTask {
        do {
          try await group.run()
        } catch is CancellationError {}
      }
      tasks.addTask {
        for await port in ports { return try await body(port) }
      }
      try await tasks.next()
      switch end {
      case .shutDown: await group.triggerGracefulShutdown()
      case .cancelled: tasks.cancelAll()
      }
      try await tasks.waitForAll()
    }
  }

  /// A server whose metrics count how often they were asked for.
  static func make(
    _ address: HostPort = HostPort(host: "127.0.0.1", port: 0),
    limits: MetricsServer.Limits = MetricsServer.Limits(), records: [MetricRecord] = [],
    onListening: @escaping @Sendable (Int) async -> Void = { _ in }
  ) -> MetricsServer {
    let scrapes = Mutex<Int64>(0)
    let collect: @Sendable () -> [MetricRecord] = {
      let count = scrapes.withLock { count in
        count += 1
        return count
      }
      let point = MetricRecord.NumberPoint(start: 1, time: 2, value: .int(count))
      return records + [
        MetricRecord(
          name: "scrapes", unit: "", description: "Scrapes",
          data: .sum([point], isMonotonic: true, temporality: .cumulative))
      ]
    }
    return MetricsServer(
      address: address, resource: [Attribute("service.name", "sonde")],
      scope: InstrumentationScope(name: "test"), log: silence, limits: limits,
      onListening: onListening, collect: collect)
  }

  private static var silence: Logger {
    Logger(label: "test", factory: { _ in SwiftLogNoOpLogHandler() })
  }
}
