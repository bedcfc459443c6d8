internal import Failures
internal import Foundation
internal import GRDB
internal import Processes

/// The failures of a run as rows: for the writer, which stores them, and for readers of runs of
/// earlier versions, which have none.
struct FailureRows {
  let account: FailureAccount
  /// In the order in which they happened; their ids count up from the first.
  let failures: [StoredFailure]
  private let signals: [Int32?]

  init(
    ofRun runID: Int64, excusing rules: [ExcuseRule], firstID: Int64, in database: Database
  ) throws {
    let evidence = try FailureEvidenceReader(database, runID: runID).read()
    var finder = FailureFinder(evidence, excusing: rules)
    let found = finder.find()
    account = FailureAccount(
      failures: Int64(found.failures.count), causes: Int64(found.causes.count),
      hidden: Int64(found.hidden), excused: Int64(found.excused), omitted: found.omitted)
    let arguments = Dictionary(
      uniqueKeysWithValues: evidence.processes.map {
        ($0.id, $0.failedExecution?.arguments ?? $0.arguments)
      })
    failures = found.failures.enumerated().map { index, failure in
      StoredFailure(
        failure, id: firstID + Int64(index), causeID: firstID + Int64(failure.cause),
        runID: runID, command: arguments[failure.processID] ?? [])
    }
    signals = found.failures.map(\.signal)
  }

  func insert(into database: Database) throws {
    let insert = try database.cachedStatement(sql: FailureSQL.insert)
    for (failure, signal) in zip(failures, signals) {
      try insert.execute(arguments: failure.columns(signal: signal))
    }
  }
}

extension StoredFailure {
  fileprivate init(
    _ failure: Failure, id: Int64, causeID: Int64, runID: Int64, command: [String]
  ) {
    self.id = id
    self.runID = runID
    self.causeID = causeID
    processID = failure.processID
    stepProcessID = failure.stepProcessID
    at = failure.at
    kind = failure.kind.rawValue
    isHidden = failure.isHidden
    tool = failure.tool
    self.command = command.map { RawText($0) }
    exitCode = failure.exitCode.map { Int64($0) }
    signalName = failure.signal.map(SignalName.of)
    senderPID = failure.sender?.pid
    senderComm = failure.sender?.name
    switch failure.memory?.scope {
    case .group(_, let limit, _): (oomScope, oomLimit) = ("cgroup", limit)
    case .host: (oomScope, oomLimit) = ("host", nil)
    case .unknown, nil: (oomScope, oomLimit) = (nil, nil)
    }
    rss = failure.memory?.rss
    call = failure.call?.call
    callError = failure.call?.error
    callPath = failure.call?.object
    summary = failure.summary
    proofText = Self.json(failure.proof)
  }

  /// Text is always encoded.
  private static func json(_ texts: [String]) -> String {
    let encoder = JSONEncoder()
    encoder.outputFormatting = .withoutEscapingSlashes
    return (try? encoder.encode(texts)).map { String(decoding: $0, as: UTF8.self) } ?? "[]"
  }

  fileprivate func columns(signal: Int32?) -> StatementArguments {
    let command = Self.json(self.command.map { String(decoding: $0.bytes, as: UTF8.self) })
    return [
      id, runID, processID, causeID, stepProcessID, at, kind, isHidden, tool, command, exitCode,
      signal.map { Int64($0) }, senderPID, senderComm, oomScope, oomLimit, rss, call, callError,
      callPath, summary, proofText,
    ]
  }
}
