/// The state of one signal at one moment. Whatever happens,
/// `made + adopted == exported + all that was dropped + queued + inflight + spooled`.
public struct SignalStatistics: Sendable, Equatable {
  /// Items offered so far: spans, log records, metric points.
  public var made: UInt64 = 0
  /// Items taken over from processes that died with them.
  public var adopted: UInt64 = 0
  /// Items that the collector acknowledged.
  public var exported: UInt64 = 0
  /// Items that are lost, by reason; only those reasons that there were.
  public var dropped: [DropReason: UInt64] = [:]
  /// Items in memory that are not being sent.
  public var queued: UInt64 = 0
  /// How many items may wait to be encoded.
  public var queueCapacity = 0
  /// Items that are being sent.
  public var inflight: UInt64 = 0
  /// Items that are on disk and not being sent.
  public var spooled: UInt64 = 0
  /// What the batches on disk take there, those that are being sent included.
  public var spooledBytes = 0
  /// How long exports took, by how they ended.
  public var operations: [ExportResult: DurationHistogram] = [:]
  /// What went wrong last.
  public var lastError: PipelineFailure?
  /// Whether the last try failed, so that the next one waits.
  public var isFailing = false

  /// Of all reasons.
  public var allDropped: UInt64 { dropped.values.reduce(0, +) }
  /// What is neither exported nor dropped yet.
  public var outstanding: UInt64 { queued + inflight + spooled }

  /// Nothing has happened yet.
  public init() {}
}
