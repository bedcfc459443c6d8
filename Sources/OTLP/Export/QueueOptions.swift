/// How items of one kind are gathered before they are sent; the meaning is that of `OTEL_BSP_*` and
/// `OTEL_BLRP_*`.
///
/// https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/#batch-span-processor
public struct QueueOptions: Sendable, Equatable {
  /// How long an item waits for others.
  public var scheduleDelay: Duration
  /// How many items may wait to be encoded; of metrics, points. Without a spool, as many again may
  /// wait in memory while the collector cannot be reached.
  public var maxQueueSize: Int
  /// How many items go into one request.
  public var maxExportBatchSize: Int
  /// How long the sending of one request may take with all its tries. What has not been delivered
  /// by then is kept, if there is room, and begun anew.
  public var exportTimeout: Duration

  /// Puts options together.
  public init(
    scheduleDelay: Duration, maxQueueSize: Int, maxExportBatchSize: Int, exportTimeout: Duration
  ) {
    self.scheduleDelay = scheduleDelay
    self.maxQueueSize = maxQueueSize
    self.maxExportBatchSize = maxExportBatchSize
    self.exportTimeout = exportTimeout
  }

  /// The specification's defaults for spans.
  public static let spans = QueueOptions(
    scheduleDelay: .seconds(5), maxQueueSize: 2048, maxExportBatchSize: 512,
    exportTimeout: .seconds(30))
  /// The specification's defaults for log records.
  public static let logs = QueueOptions(
    scheduleDelay: .seconds(1), maxQueueSize: 2048, maxExportBatchSize: 512,
    exportTimeout: .seconds(30))
  /// A collection is sent at once and whole. The specification has no limit on its points.
  public static let metrics = QueueOptions(
    scheduleDelay: .zero, maxQueueSize: 1 << 17, maxExportBatchSize: 1 << 17,
    exportTimeout: .seconds(30))
}
