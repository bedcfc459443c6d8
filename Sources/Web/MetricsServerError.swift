import Glibc
import NIOCore
public import Telemetry

/// Why metrics cannot be served.
public struct MetricsServerError: Error, Sendable, Equatable, CustomStringConvertible {
  /// Where they were to be.
  public let address: HostPort
  /// What is wrong, and how to mend it.
  public let message: String

  /// Explains an error of the network.
  init(address: HostPort, cause: any Error) {
    self.address = address
    switch (cause as? IOError)?.errnoCode {
    case EADDRINUSE:
      message =
        "the port is in use by another program; stop that, or choose another port with "
        + "telemetry.prometheus or OTEL_EXPORTER_PROMETHEUS_PORT"
    case EADDRNOTAVAIL:
      message = "no network of this host has the address; choose one that is this host's"
    case EACCES:
      message = "ports below 1024 are for root alone; choose a higher one"
    case let code?:
      message = "cannot listen there: \(String(cString: strerror(code)))"
    case nil:
      message = "cannot listen there: \(cause)"
    }
  }

  /// The place and the message in one line.
  public var description: String { "Prometheus's endpoint \(address): \(message)" }
}
