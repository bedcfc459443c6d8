/// The state of the spool at one moment.
public struct SpoolStatistics: Sendable, Equatable {
  /// What this process's batches take on disk.
  public var bytes = 0
  /// The limit for all processes together.
  public var limit = 0
  /// Whether batches can be written; when not, they wait in memory.
  public var isWritable = false
  /// Batches that could not be written.
  public var failedWrites: UInt64 = 0
  /// Files that were set aside because they were damaged or not ours.
  public var filesSetAside: UInt64 = 0
  /// Processes whose batches were taken over.
  public var processesAdopted: UInt64 = 0
  /// What went wrong last.
  public var lastError: PipelineFailure?

  /// Nothing has happened yet.
  public init() {}
}
