/// What is told about one step of a workflow.
public struct StepBrief: Sendable, Equatable {
  /// Its id in the database.
  public var id: Int64
  /// The step that it is inside of; `nil` when it is in none.
  public var parentID: Int64?
  /// Whose step it is: `snakemake`, `nextflow`, `slurm`, `make`, `cwl` or `shell`.
  public var engine: String
  /// What the workflow calls it; the program for want of that.
  public var name: RawText
  /// What a person would call it.
  public var label: RawText
  /// What more is known, a JSON object.
  public var details: RawText
  /// Its first process: the step ends when and as that does.
  public var processID: Int64
  /// That process's number on the machine while it lived.
  public var pid: Int64
  /// ns since 1970.
  public var started: Int64
  /// ns since 1970; `nil` when no end was seen.
  public var ended: Int64?
  /// How it ended.
  public var outcome: ProcessOutcome
  /// Processes of it that have ended, those of steps inside of it included.
  public var processes: Int64
  /// CPU time of those, ns; `nil` when it is not known of any.
  public var cpuTime: Int64?
  /// Memory of the largest of them, bytes.
  public var peakRSS: Int64?
  /// Bytes that storage was made to read.
  public var readBytes: Int64?
  /// Bytes that storage was made to write.
  public var writeBytes: Int64?

  /// ns.
  public var duration: Int64? { ended.map { max($0 - started, 0) } }
}

/// The step that a process is part of, in short.
public struct StepName: Sendable, Equatable {
  /// Its id in the database.
  public var id: Int64
  /// Whose step it is.
  public var engine: String
  /// What a person would call it.
  public var label: RawText
  /// The process is its first.
  public var isFirst: Bool
}
