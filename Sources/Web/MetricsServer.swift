import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import OTLP
public import ServiceLifecycle
public import Telemetry

/// Serves metrics to Prometheus at `/metrics`, collected anew for each request.
///
/// Nobody can hold it up: there are only so many connections at a time, those beyond are told so and
/// counted; each lasts a minute at most, and one on which nothing happens ends sooner, also when its
/// client does not take the answer. When it ends, all of them have.
public struct MetricsServer: Service {
  /// What its connections may do.
  struct Limits {
    /// How many there may be at a time; those beyond are answered 503.
    var connections = 64
    /// How long one may be without a request.
    var idle = Duration.seconds(30)
    /// How long one may last.
    var lifetime = Duration.seconds(60)
    /// How long an answer may take that is under way when the server ends.
    var end = Duration.seconds(1)
  }

  private let limits: Limits
  private let connections: OpenConnections

  private let address: HostPort
  private let responder: MetricsResponder
  private let log: Logger
  private let onListening: @Sendable (Int) async -> Void

  /// - Parameters:
  ///   - address: Where it listens; with port 0 at one that is free.
  ///   - resource: What the metrics are from.
  ///   - scope: Whom they are from.
  ///   - log: Where it says what it does.
  ///   - onListening: Called with the port when it can be asked.
  ///   - collect: The metrics as they are now, cumulative.
  public init(
    address: HostPort, resource: [Attribute], scope: InstrumentationScope, log: Logger,
    onListening: @escaping @Sendable (Int) async -> Void = { _ in },
    collect: @escaping @Sendable () -> [MetricRecord]
  ) {
    self.init(
      address: address, resource: resource, scope: scope, log: log, limits: Limits(),
      onListening: onListening, collect: collect)
  }

  init(
    address: HostPort, resource: [Attribute], scope: InstrumentationScope, log: Logger,
    limits: Limits, onListening: @escaping @Sendable (Int) async -> Void,
    collect: @escaping @Sendable () -> [MetricRecord]
  ) {
    self.address = address
    self.log = log
    self.limits = limits
    self.onListening = onListening
    let connections = OpenConnections(limit: limits.connections)
    self.connections = connections
    let start = WallClock.now()
    responder = MetricsResponder(
      collect: {
        let refused = MetricRecord.NumberPoint(
          start: start, time: WallClock.now(), value: .int(connections.refused))
        return collect() + [
          InstrumentCatalogue.standard.record("sonde.prometheus.refused", [refused])
        ]
      }, resource: resource, scope: scope)
  }

  /// Serves until the service is shut down. All its connections are closed when it returns.
  ///
  /// - Throws: ``MetricsServerError`` when it cannot listen.
  public func run() async throws {
    do {
      try await application.run()
    } catch {
      await connections.closeAll()
      guard !(error is CancellationError) else { throw error }
      throw MetricsServerError(address: address, cause: error)
    }
    await connections.closeAll()
    if connections.refused > 0 {
      log.warning("\(connections.refused) connections to the metrics were refused: too many")
    }
  }

  private var application: Application<MetricsResponder> {
    // What Hummingbird says of each start and connection is of no interest.
    var quiet = log
    quiet.logLevel = max(log.logLevel, .warning)
    let (limits, connections) = (limits, connections)
    return Application(
      responder: responder,
      server: HTTPServerBuilder { responder in
        BoundedHTTP(
          http: HTTP1Channel(
            responder: responder, configuration: .init(idleTimeout: TimeAmount(limits.idle))),
          connections: connections, lifetime: TimeAmount(limits.lifetime),
          endLimit: TimeAmount(limits.end))
      },
      configuration: ApplicationConfiguration(
        address: .hostname(address.host, port: address.port)),
      onServerRunning: { [log, address, onListening] channel in
        let port = channel.localAddress?.port ?? address.port
        let place = HostPort(host: address.host, port: port)
        log.info("serving metrics", metadata: ["url": "http://\(place)/metrics"])
        await onListening(port)
      },
      logger: quiet)
  }
}
