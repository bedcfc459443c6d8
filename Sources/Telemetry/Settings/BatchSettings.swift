/// How spans or records are gathered before they are sent.
///
/// https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#batch-span-processor
public struct BatchSettings: Sendable, Equatable {
  /// The longest time that one waits for others.
  public var scheduleDelay: Duration
  /// In which a batch must have been sent.
  public var exportTimeout = Duration.seconds(30)
  /// How many may wait.
  public var maxQueueSize = 2048
  /// How many are sent together; no more than may wait.
  public var maxExportBatchSize = 512

  /// The defaults of the specification but for the delay.
  public init(scheduleDelay: Duration) {
    self.scheduleDelay = scheduleDelay
  }
}
