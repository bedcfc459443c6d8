internal import GRPCCore
internal import OTLP

extension Signal {
  /// The method that takes requests of this signal.
  ///
  /// https://opentelemetry.io/docs/specs/otlp/#otlpgrpc
  var method: MethodDescriptor {
    switch self {
    case .traces: Self.tracesMethod
    case .metrics: Self.metricsMethod
    case .logs: Self.logsMethod
    }
  }

  private static let tracesMethod = export("trace.v1.TraceService")
  private static let metricsMethod = export("metrics.v1.MetricsService")
  private static let logsMethod = export("logs.v1.LogsService")

  private static func export(_ service: String) -> MethodDescriptor {
    MethodDescriptor(
      fullyQualifiedService: "opentelemetry.proto.collector.\(service)", method: "Export",
      type: .unary)
  }
}
