public import OTLP

extension TraceContext {
  /// The context that a process was given in its environment, `TRACEPARENT` and `TRACESTATE`
  /// (https://opentelemetry.io/docs/specs/otel/context/env-carriers/).
  ///
  /// - Parameter environment: `NAME=value` strings, NUL-terminated.
  public init?(environment: UnsafeRawBufferPointer) {
    guard let value = EnvironmentBlock.value(of: "TRACEPARENT", in: environment) else { return nil }
    let state = EnvironmentBlock.value(of: "TRACESTATE", in: environment)?.text ?? ""
    self.init(traceparent: value.text, state: state)
  }
}
