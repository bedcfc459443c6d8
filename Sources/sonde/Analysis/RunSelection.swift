import ArgumentParser
import Procfs
import Store

/// Which runs an analysis looks at.
struct RunSelection: ParsableArguments {
  @Option(
    help: ArgumentHelp("Only this run: its number, or 'latest'.", valueName: "run"),
    transform: RunChoice.init(parsing:))
  var run: RunChoice?

  @Option(help: ArgumentHelp("Only runs of this pipeline.", valueName: "name"))
  var pipeline: String?

  @Option(
    help: ArgumentHelp(
      """
      Only what began at this time or later: 2026-01-31, 2026-01-31T09:24 (UTC unless it says \
      otherwise, as in +01:00), 90s, 30m, 2h, 3d, 1w (so long ago), today, yesterday. Of \
      libraries: runs that had not ended by then.
      """, valueName: "time"),
    transform: Moment.init(parsing:))
  var since: Moment?

  @Option(
    help: ArgumentHelp("Only what began before this time; written likewise.", valueName: "time"),
    transform: Moment.init(parsing:))
  var until: Moment?

  /// The runs, with names looked up and times counted from now.
  struct Resolved {
    var runID: Int64?
    var pipeline: String?
    var since: Int64?
    var until: Int64?
  }

  /// - Parameter now: ns since 1970.
  /// - Throws: `StoreError`; ``CommandFailure`` for what is not there, and says what is.
  func resolve(_ reader: StoreReader, now: Int64 = Clocks.realtime()) throws -> Resolved {
    let times = (since?.nanoseconds(now: now), until?.nanoseconds(now: now))
    if let first = times.0, let last = times.1, first >= last {
      throw CommandFailure(
        "--since is \(Quantity.time(first)), --until \(Quantity.time(last)): "
          + "nothing can lie between them; --until must be later")
    }
    return Resolved(
      runID: try run.map { try $0.id(reader) },
      pipeline: try pipeline.map { try known($0, reader) },
      since: times.0, until: times.1)
  }

  /// The same for what is said of single processes.
  ///
  /// - Parameter user: a name or a number.
  func executions(_ reader: StoreReader, user: String?) throws -> ExecutionFilter {
    var filter = ExecutionFilter()
    let runs = try resolve(reader)
    (filter.runID, filter.pipeline) = (runs.runID, runs.pipeline)
    (filter.since, filter.until) = (runs.since, runs.until)
    filter.users = try user.map { try UserChoice.ids(of: $0, reader: reader) }
    return filter
  }

  private func known(_ pipeline: String, _ reader: StoreReader) throws -> String {
    let names = try reader.pipelines()
    if names.contains(pipeline) { return pipeline }
    let path = TerminalText.escaped(reader.path)
    throw CommandFailure(
      "\(path): no run belongs to a pipeline '\(TerminalText.escaped(pipeline))'; "
        + NameList.there(names, "none does: name one with 'sonde run --pipeline'"))
  }

  /// How many may be listed.
  static func check(top: Int?) throws {
    guard let top, !(1...1_000_000).contains(top) else { return }
    throw ValidationError("--top must be from 1 to 1000000.")
  }
}

/// Names in a sentence.
enum NameList {
  private static let limit = 10

  /// `there are a, b, …`, or what to say when there is none.
  static func there(_ names: [String], _ none: String) -> String {
    if names.isEmpty { return none }
    let shown = names.prefix(limit).map { TerminalText.escaped($0) }.joined(separator: ", ")
    return "there \(names.count == 1 ? "is" : "are") \(shown)"
      + (names.count > limit ? ", …" : "")
  }
}
