/// A run: what one `sonde run`, or one process that the filters name, has started.
public struct RunRecord: Sendable, Equatable {
  /// Its number, to name it by.
  public var id: Int64
  /// What its owner called it.
  public var name: String?
  /// The pipeline that it belongs to.
  public var pipeline: String?
  /// The arguments of the root process.
  public var command: [RawText]
  /// ns since 1970.
  public var started: Int64
  /// ns since 1970; `nil` when no end was recorded.
  public var ended: Int64?
  /// How the root process ended.
  public var outcome: ProcessOutcome
  /// How many processes the tracer counted; of a run that has not ended, how many are stored.
  public var processes: Int64
  /// How many successful executions it counted, likewise.
  public var executions: Int64
  /// Records of this run that were lost, of all kinds.
  public var lost: Int64
  /// Whether every record arrived; `nil` when the run has not ended.
  public var isComplete: Bool?
  /// Tracing ended before the run's last process did.
  public var isInterrupted: Bool
  /// The machine's name.
  public var host: String
  /// The release of its kernel.
  public var kernel: String
  /// What tracing took; `nil` when the run has not ended.
  public var tracing: Tracing?
  /// Of the trace that the run is, or is part of, 32 hexadecimal digits; `nil` in records of earlier
  /// versions.
  public var traceID: String?

  /// What tracing a run took.
  public struct Tracing: Sendable, Equatable {
    /// CPU time of the tracer while the run lasted, ns.
    public var cpu: Int64
    /// The most memory the tracer had resident, bytes.
    public var peakRSS: Int64
    /// CPU time of the programs in the kernel while the run lasted, which the traced processes
    /// pay, ns; `nil` when it was not measured.
    public var kernel: Int64?
  }

  /// ns from the first process's start to the last one's end.
  public var duration: Int64? { ended.map { max($0 - started, 0) } }

  /// What to call the run: its name, or the program of its root process.
  public var title: RawText {
    if let name { return RawText(name) }
    return command.first?.baseName ?? RawText("run \(id)")
  }
}
