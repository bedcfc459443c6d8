internal import Foundation
internal import GRDB

/// A failure as the database has it.
public struct StoredFailure: Sendable, Equatable {
  /// Its id; of a run whose failures were not stored, its number in the run.
  public var id: Int64
  /// The run.
  public var runID: Int64
  /// The process that failed.
  public var processID: Int64
  /// The failure that its chain begins with; its own id when that is it.
  public var causeID: Int64
  /// Up to which process the failure went.
  public var stepProcessID: Int64
  /// ns since 1970.
  public var at: Int64
  /// `exit`, `signal`, `oom`, `missing_command` or `exec`.
  public var kind: String
  /// A process above it ended later, and with exit status 0.
  public var isHidden: Bool
  /// The name of the program.
  public var tool: String
  /// Its arguments.
  public var command: [RawText]
  /// Its exit status.
  public var exitCode: Int64?
  /// The signal that ended it.
  public var signalName: String?
  /// Who sent the signal.
  public var senderPID: Int64?
  /// That process's name.
  public var senderComm: String?
  /// `cgroup` or `host`.
  public var oomScope: String?
  /// Bytes.
  public var oomLimit: Int64?
  /// What it held when memory ran out, bytes.
  public var rss: Int64?
  /// The failed call that says most.
  public var call: String?
  /// Its error.
  public var callError: String?
  /// The path or address that it was about.
  public var callPath: String?
  /// What happened, in a sentence.
  public var summary: String
  /// What shows it, a sentence each, as a JSON array.
  var proofText: String
  /// What the container of its process is called.
  public var container: String?

  /// What shows it, a sentence each.
  public var proof: [String] {
    (try? JSONDecoder().decode([String].self, from: Data(proofText.utf8))) ?? []
  }

  /// Nothing before it explains it.
  public var isCause: Bool { causeID == id }
}

extension StoredFailure {
  /// Takes the columns of ``FailureSQL``.
  init(row: Row) {
    var columns = RowReader(row)
    id = columns.integer()
    runID = columns.integer()
    processID = columns.integer()
    causeID = columns.integer()
    stepProcessID = columns.integer()
    at = columns.integer()
    kind = columns.string()
    isHidden = columns.bool()
    tool = columns.string()
    command = ArgumentList.decode(columns.text())
    exitCode = columns.optionalInteger()
    signalName = columns.optionalString()
    senderPID = columns.optionalInteger()
    senderComm = columns.optionalString()
    oomScope = columns.optionalString()
    oomLimit = columns.optionalInteger()
    rss = columns.optionalInteger()
    call = columns.optionalString()
    callError = columns.optionalString()
    callPath = columns.optionalString()
    summary = columns.string()
    proofText = columns.string()
  }
}

/// How many failures a run has.
public struct FailureAccount: Sendable, Equatable {
  /// All of them.
  public var failures: Int64
  /// Those that nothing before them explains.
  public var causes: Int64
  /// Of these, those that a process above covered up.
  public var hidden: Int64
  /// Processes that ended otherwise than with exit status 0, which is no failure of theirs.
  public var excused: Int64
  /// Processes that ended so and were not looked at: there were too many.
  public var omitted: Int64

  init(failures: Int64, causes: Int64, hidden: Int64, excused: Int64, omitted: Int64) {
    self.failures = failures
    self.causes = causes
    self.hidden = hidden
    self.excused = excused
    self.omitted = omitted
  }

  init(row: Row) {
    var columns = RowReader(row)
    self.init(
      failures: columns.integer(), causes: columns.integer(), hidden: columns.integer(),
      excused: columns.integer(), omitted: columns.integer())
  }
}

/// The failures of a run.
public struct RunFailureReport: Sendable {
  /// How many there are.
  public var account: FailureAccount
  /// First causes first, those that were covered up before others.
  public var failures: Bounded<StoredFailure>

  /// Those that nothing before them explains, as far as they are listed.
  public var causes: [StoredFailure] { failures.elements.filter(\.isCause) }
}
