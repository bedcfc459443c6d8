import Hummingbird
import HummingbirdCore
public import Logging
import NIOCore
public import OTLP
public import ServiceLifecycle
public import Telemetry

/// Serves metrics to Prometheus at `/metrics`, collected anew for each request.
///
/// Nobody can hold it up: there are only so many connections at a time, each lasts a minute at most,
/// and one on which nothing happens ends sooner, also when its client does not take the answer.
public struct MetricsServer: Service {
  /// How many connections there may be at a time; others wait for one of them to end.
  private static let connectionLimit = 64
  private let idleLimit: Duration
  private let lifetime: Duration

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
      address: address, resource: resource, scope: scope, log: log, idleLimit: .seconds(30),
      lifetime: .seconds(60), onListening: onListening, collect: collect)
  }

  init(
    address: HostPort, resource: [Attribute], scope: InstrumentationScope, log: Logger,
    idleLimit: Duration, lifetime: Duration,
    onListening: @escaping @Sendable (Int) async -> Void,
    collect: @escaping @Sendable () -> [MetricRecord]
  ) {
    self.address = address
    self.log = log
    self.idleLimit = idleLimit
    self.lifetime = lifetime
    self.onListening = onListening
    responder = MetricsResponder(collect: collect, resource: resource, scope: scope)
  }

  /// Serves until the service is shut down.
  ///
  /// - Throws: ``MetricsServerError`` when it cannot listen.
  public func run() async throws {
    // What Hummingbird says of each start and connection is of no interest.
    var quiet = log
    quiet.logLevel = max(log.logLevel, .warning)
    let lifetime = TimeAmount(lifetime)
    let application = Application(
      responder: responder,
      server: .http1(
        configuration: .init(
          additionalChannelHandlers: [ConnectionLifetime(lifetime)],
          idleTimeout: TimeAmount(idleLimit))),
      configuration: ApplicationConfiguration(
        address: .hostname(address.host, port: address.port),
        availableConnectionsDelegate: MaximumAvailableConnections(
          Self.connectionLimit, logger: quiet)),
      onServerRunning: { [log, address, onListening] channel in
        let port = channel.localAddress?.port ?? address.port
        let place = HostPort(host: address.host, port: port)
        log.info("serving metrics", metadata: ["url": "http://\(place)/metrics"])
        await onListening(port)
      },
      logger: quiet)
    do {
      try await application.run()
    } catch let error as CancellationError {
      throw error
    } catch {
      throw MetricsServerError(address: address, cause: error)
    }
  }
}
