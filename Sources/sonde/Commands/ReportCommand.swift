import ArgumentParser
import Export
import Page
import Store

/// `sonde report [RUN]`: tells what happened in a run.
struct ReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Tells what happened in a run.",
    discussion: """
      How the run ended and what it took; which of its processes ended badly and why; which were \
      slowest and largest; what each program used. A memory peak marked with ≤ is an upper bound: \
      the process may have had it from the program that it ran before.

      The keys of --json are those of the views where these have the same thing; they are added, \
      never changed.
      """
  )

  @Argument(
    help: ArgumentHelp(
      "The number of the run; without it, the run that began last.", valueName: "run"))
  var runID: Int64?

  @Flag(help: "List the runs instead.")
  var list = false

  @Option(help: ArgumentHelp("How many runs --list shows.", valueName: "number"))
  var limit = 20

  @Flag(help: "Show the tree of processes too.")
  var tree = false

  @Option(
    help: ArgumentHelp("How many of the slowest and largest processes.", valueName: "number"))
  var top = 5

  @Flag(help: "Write JSON.")
  var json = false

  @Option(
    help: ArgumentHelp(
      "Write the run as a page to this file, which needs no network; - for standard output.",
      valueName: "file"),
    completion: .file())
  var html: String?

  @Flag(help: "Replace the file of --html if it is there.")
  var force = false

  @OptionGroup var database: DatabaseOption

  func validate() throws {
    if html != nil, list || json || tree {
      throw ValidationError("--html is a form of its own; leave out --list, --json and --tree.")
    }
    if force, html == nil { throw ValidationError("--force goes with --html.") }
    if limit < 1 { throw ValidationError("--limit must be at least 1.") }
    if !(0...1000).contains(top) { throw ValidationError("--top must be from 0 to 1000.") }
    if list, runID != nil { throw ValidationError("--list shows all runs; leave out the number.") }
  }

  func run() throws {
    try CommandFailure.reporting {
      let reader = try StoreReader(path: try database.path())
      if list { return try printList(reader) }
      guard let id = try runID ?? reader.latestRun()?.id else {
        throw try ReportPrinter.unknownRun(nil, reader: reader)
      }
      if let html { return try writePage(ofRun: id, reader, to: html) }
      try ReportPrinter.print(
        runID: id, reader: reader, to: .standardOutput,
        ReportPrinter.Options(json: json, tree: tree, top: top))
    }
  }

  /// As private as the database.
  private func writePage(ofRun id: Int64, _ reader: StoreReader, to file: String) throws {
    let page = RunPage.render(try RunPageText.contents(ofRun: id, reader))
    let destination: Destination =
      file == "-" ? .standardOutput : .file(file, isReplaced: force)
    do {
      try destination.write(page, asPrivateAs: reader.path)
    } catch ExportError.closed {
      // Nobody reads on, as in `| head`.
    }
  }

  private func printList(_ reader: StoreReader) throws {
    let list = RunList(runs: try reader.runs(limit: limit))
    let output = OutputFile.standardOutput
    try OutputFile.untilClosed {
      try output.write(json ? list.json() : Array(list.render(style: .fitting(output)).utf8))
    }
  }
}
