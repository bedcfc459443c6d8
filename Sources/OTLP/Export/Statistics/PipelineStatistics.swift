/// The state of a pipeline at one moment. The signals are looked at one after the other.
public struct PipelineStatistics: Sendable, Equatable {
  /// Signals that are exported, and those that are not but of which a process that died had items.
  public var signals: [Signal: SignalStatistics] = [:]
  /// `nil` without a spool.
  public var spool: SpoolStatistics?
  /// How long the source of metrics took to answer.
  public var collections = DurationHistogram()

  /// Nothing has happened yet.
  public init() {}
}
