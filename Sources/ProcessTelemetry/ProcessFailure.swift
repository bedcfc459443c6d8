public import OTLP
public import Processes

/// A process that did not end with exit status 0, for a line of the log.
public struct ProcessFailure {
  /// Who and how, in words.
  public let text: String
  /// The same by the names of the semantic conventions.
  public let facts: [Attribute]

  /// `nil` for one that ended well, or whose end is not known.
  public init?(_ row: ProcessRow, name: String) {
    guard let end = row.end else { return nil }
    let outcome = ProcessOutcome(row, end)
    guard outcome.isFailure else { return nil }
    text = "\(name) (pid \(row.pid)): \(outcome.description)"
    facts = [
      Attribute("process.pid", .int(Int64(row.pid))),
      Attribute("process.executable.name", .string(name)),
      Attribute("process.exit.code", .int(Int64(outcome.exitCode))),
      Attribute("error.type", .string(outcome.errorType)),
    ]
  }
}
