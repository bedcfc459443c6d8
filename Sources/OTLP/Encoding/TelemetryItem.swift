/// What a request carries many of: a span, a log record, a metric.
protocol TelemetryItem: Sendable {
  /// The service that takes it.
  static var signal: Signal { get }
  /// How much it counts in queues and in what a collector says that it rejects: 1, or the number of
  /// a metric's points.
  var weight: Int { get }
  /// Two smaller ones that say the same together; `nil` for what is one.
  var halves: (Self, Self)? { get }
  /// Writes its fields.
  func write(to writer: inout ProtobufWriter)
}
