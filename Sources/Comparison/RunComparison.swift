public import Store

/// What is different between two runs: an earlier one and a later one, whichever of the two is better.
public struct RunComparison: Sendable {
  /// The run that is compared with.
  public var before: RunRecord
  /// The run that is looked at.
  public var after: RunRecord
  /// Processes that are counterparts of each other.
  public var matched = 0
  /// How many earlier runs the usual differences were learnt from.
  public var earlierRuns = 0
  /// Whether these were enough; otherwise rules of thumb decide.
  public var judgesByEarlierRuns = false
  /// Processes that failed, or failed otherwise, in one of them; the cause alone, not those above.
  public var failures: [OutcomeDifference] = []
  /// Tools whose processes took longer, or less long; the greatest difference first.
  public var times: [TimeDifference] = []
  /// Tools whose processes needed more memory, or less; the greatest difference first.
  public var memory: [MemoryDifference] = []
  /// Programs that are another build or version.
  public var versions: [VersionDifference] = []
  /// Libraries that are another version, or that a tool of both runs did not use in one of them.
  public var libraries: [LibraryDifference] = []
  /// Arguments that are others.
  public var arguments: [ArgumentDifference] = []
  /// Processes of the later run without a counterpart, the topmost alone, by tool.
  public var new: [PresenceDifference] = []
  /// Likewise of the earlier one.
  public var gone: [PresenceDifference] = []
  /// Files that only one of them read, or could open, or of which another number of bytes was read.
  public var inputs: [InputDifference] = []
  /// Matched processes whose program's build is not known in at least one of the runs.
  public var unknownPrograms = 0

  init(before: RunRecord, after: RunRecord) {
    (self.before, self.after) = (before, after)
  }

  /// Whether anything is different.
  public var isEmpty: Bool {
    failures.isEmpty && times.isEmpty && memory.isEmpty && versions.isEmpty && libraries.isEmpty
      && arguments.isEmpty && new.isEmpty && gone.isEmpty && inputs.isEmpty
  }
}

/// A process of which a difference tells.
public struct ComparedExample: Sendable {
  /// The tool's name.
  public var tool: RawText
  /// The label of its step, if it has one.
  public var step: String?
  /// Its arguments in the later run, or in the earlier one if it is in that alone.
  public var command: [RawText]
  /// Its number in the earlier run's machine.
  public var pidBefore: Int64?
  /// Its number in the later run's machine.
  public var pidAfter: Int64?
}

/// Ends of counterparts that differ.
public struct OutcomeDifference: Sendable {
  /// The process.
  public var example: ComparedExample
  /// How it ended in the earlier run; `nil` when it was not there.
  public var before: ProcessOutcome?
  /// How it ended in the later run; `nil` when it was not there.
  public var after: ProcessOutcome?
  /// The out-of-memory killer chose it in the earlier run.
  public var isOutOfMemoryBefore: Bool
  /// The out-of-memory killer chose it in the later run.
  public var isOutOfMemoryAfter: Bool
  /// Whether it is a failure in the later run; otherwise it was one in the earlier one.
  public var isFailure: Bool
  /// What is known of the failure, in a sentence.
  public var summary: String?
  /// How many such processes there are.
  public var count: Int
}

/// Times of a tool's processes that differ by more than they usually do.
public struct TimeDifference: Sendable {
  /// The process that differs most, or the only one.
  public var example: ComparedExample
  /// How many processes are meant.
  public var count: Int
  /// Without the time in which children lived, all together, ns.
  public var own: Change
  /// CPU time of all together, ns.
  public var cpu: Change
  /// Whether the time itself differs; otherwise the CPU time alone does.
  public var isWall: Bool
  /// Processes that lived at the same time and waited along, as far as can be told.
  public var alongside: Int
  /// The least and the greatest of the earlier runs, of the only process.
  public var usual: ClosedRange<Int64>?
}

/// Peaks of memory that differ by more than they usually do.
public struct MemoryDifference: Sendable {
  /// The process that differs most, or the only one.
  public var example: ComparedExample
  /// How many processes are meant.
  public var count: Int
  /// Peak resident memory of the example, bytes.
  public var peak: Change
  /// The least and the greatest of the earlier runs.
  public var usual: ClosedRange<Int64>?
}

/// A number in both runs.
public struct Change: Sendable, Equatable {
  /// In the earlier run.
  public var before: Int64
  /// In the later run.
  public var after: Int64

  /// A number in both runs.
  public init(before: Int64, after: Int64) {
    (self.before, self.after) = (before, after)
  }

  /// How much more it is in the later run.
  public var difference: Int64 { after &- before }
}

/// A program that is another build.
public struct VersionDifference: Sendable {
  /// What it was.
  public var before: ComparedProgram
  /// What it is.
  public var after: ComparedProgram
  /// The tools that it runs, by name.
  public var tools: [RawText]
}

/// A library that is another version, new to a tool, or no longer used by it.
public struct LibraryDifference: Sendable {
  /// Its kind.
  public var kind: String
  /// Its name.
  public var name: RawText
  /// What it was; empty: not used.
  public var before: [LibraryAnalysis.Library]
  /// What it is; empty: not used.
  public var after: [LibraryAnalysis.Library]
  /// The tools that it is different for, by name.
  public var tools: [RawText]
}

/// Arguments that are others.
public struct ArgumentDifference: Sendable {
  /// The first of the processes.
  public var example: ComparedExample
  /// What has changed.
  public var changes: [ArgumentChange]
  /// How many processes of this tool have exactly this change.
  public var count: Int
}

/// Processes that one of the runs alone has.
public struct PresenceDifference: Sendable {
  /// The first of them.
  public var example: ComparedExample
  /// Whether the other run has no process of this tool at all.
  public var isToolAlone: Bool
  /// How many.
  public var count: Int
  /// Processes below them, which have no counterpart either.
  public var descendants: Int
  /// Their lives together, ns.
  public var wall: Int64
  /// Whether they executed nothing of their own.
  public var areForks: Bool
}

/// A file that was read differently.
public struct InputDifference: Sendable {
  /// What is different.
  public enum Kind: String, Sendable {
    case new, gone
    /// It could be opened in the earlier run and cannot now.
    case unreadable
    /// Another number of bytes was read of it.
    case size
  }

  /// What is different.
  public var kind: Kind
  /// Where it is.
  public var path: RawText
  /// Bytes that were read of it, where they were counted in both runs.
  public var bytes: Change?
  /// The last error.
  public var error: String?
  /// The tools that read it, by name.
  public var tools: [RawText]
}
