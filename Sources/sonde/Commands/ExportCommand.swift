import ArgumentParser
import Export
import Store

/// `sonde export`: writes what the database holds for other programs.
struct ExportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Writes what the database holds for other programs.",
    discussion: """
      What: a table or view as a whole (--table), the processes of a run (--run), or what a \
      statement gives. As: parquet, csv, jsonl; or a run as nextflow-trace, a line for each process \
      with Nextflow's columns, as perfetto, for ui.perfetto.dev, or as ro-crate, a Process Run Crate \
      in the directory that -o names. --format may be left out when the file's name ends in \
      .parquet, .csv, .jsonl or .pftrace, or is ro-crate-metadata.json.

      A file is there whole or not at all, and as private as the database is. One that is there \
      already is replaced with --force only. Without -o, or with -o -, the export goes to standard \
      output.

      Types, what becomes of text that is not UTF-8, and the layout of --dataset are told in \
      docs/export.md; what is in a crate, in docs/ro-crate.md.

        sonde export --table processes -o processes.parquet
        sonde export --run latest -o run.pftrace
        sonde export --format ro-crate --hashes -o results/
        sonde export "SELECT comm, exit_code FROM processes" --format jsonl
        sonde export --dataset /srv/pipelines
      """
  )

  @Argument(help: ArgumentHelp("One statement that reads.", valueName: "sql"))
  var sql: String?

  @Option(help: ArgumentHelp("A table or view.", valueName: "name"))
  var table: String?

  @Option(
    name: .customLong("run"),
    help: ArgumentHelp("The number of a run, or latest.", valueName: "run"),
    transform: RunChoice.init(parsing:))
  var runChoice: RunChoice?

  @Option(
    name: .customLong("format"),
    help: ArgumentHelp("How it looks.", valueName: "format"))
  var formatChoice: FormatChoice?

  @Option(
    name: [.customShort("o"), .long], help: ArgumentHelp("Where to.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Replace the file if it is there.")
  var force = false

  @Option(
    help: ArgumentHelp(
      "Add all runs that have ended to a directory of Parquet files, each once.",
      valueName: "directory"), completion: .directory)
  var dataset: String?

  @Option(
    help: ArgumentHelp(
      "Of nextflow-trace: columns between commas, or all.", valueName: "names"))
  var fields: TraceFields?

  @Flag(help: "Of nextflow-trace: plain bytes and milliseconds.")
  var raw = false

  @OptionGroup var crate: CrateOptions

  @OptionGroup var database: DatabaseOption

  func validate() throws {
    if dataset != nil { return try validateDataset() }
    let sources = [sql != nil, table != nil, runChoice != nil].count { $0 }
    if sources > 1 { throw ValidationError("Give one of --table, --run and a statement.") }
    let format = try chosenFormat()
    if format.isTable {
      if sources == 0 {
        throw ValidationError("Say what to export: --table NAME, --run RUN or a statement.")
      }
    } else if sql != nil || table != nil {
      throw ValidationError(
        "\(format.rawValue) is made of a run: give --run, or nothing for the latest.")
    }
    if format != .nextflowTrace, raw || fields != nil {
      throw ValidationError("--raw and --fields are of the format nextflow-trace only.")
    }
    if format != .roCrate, crate.isGiven {
      throw ValidationError("\(CrateOptions.names) are of the format ro-crate only.")
    }
  }

  private func validateDataset() throws {
    guard sql == nil, table == nil, runChoice == nil, formatChoice == nil, output == nil,
      fields == nil, !raw, !crate.isGiven
    else {
      throw ValidationError("--dataset exports all runs; it goes with --db and --config only.")
    }
    if force {
      throw ValidationError("--dataset never replaces anything; leave out --force.")
    }
  }

  private var path: String? { output == "-" ? nil : output }

  private func chosenFormat() throws -> ExportFormat {
    if let formatChoice { return formatChoice.format }
    guard let path else {
      throw ValidationError("Say the format: --format \(FormatChoice.names).")
    }
    if let format = ExportFormat(path: path) { return format }
    throw ValidationError(
      "The name '\(TerminalText.escaped(path))' does not tell the format; say --format "
        + "\(FormatChoice.names).")
  }

  func run() throws {
    try CommandFailure.reporting {
      let reader = try StoreReader(path: try database.path())
      if let dataset { return try export(reader, to: dataset) }
      var exporter = Exporter(
        source: source, format: try chosenFormat(),
        destination: path.map { .file($0, isReplaced: force) } ?? .standardOutput,
        version: SondeVersion.current)
      if let fields { exporter.traceFields = fields.list }
      exporter.hasRawNumbers = raw
      exporter.crate = crate.choices
      do {
        for remark in try exporter.export(reader) {
          OutputFile.standardError.say(remark)
        }
      } catch ExportError.closed {
        return
      }
    }
  }

  private var source: ExportSource {
    if let sql { return .sql(sql) }
    if let table { return .table(table) }
    return .run(runChoice?.number)
  }

  private func export(_ reader: StoreReader, to directory: String) throws {
    let exporter = DatasetExporter(directory: directory, version: SondeVersion.current)
    let summary = try exporter.export(reader)
    var words = [
      Quantity.count(Int64(summary.runs), "new run", "new runs"),
      Quantity.count(Int64(summary.parts), "new file", "new files"),
    ]
    if summary.openRuns > 0 {
      words.append(
        Quantity.count(Int64(summary.openRuns), "run has not ended", "runs have not ended"))
    }
    let line = "\(TerminalText.escaped(directory)): \(words.joined(separator: ", "))\n"
    try OutputFile.untilClosed { try OutputFile.standardOutput.write(Array(line.utf8)) }
  }
}

/// Columns of a Nextflow trace.
struct TraceFields: ExpressibleByArgument {
  let list: [TraceField]

  init?(argument: String) {
    if argument == "all" {
      list = TraceField.allCases
      return
    }
    let names = argument.split(separator: ",", omittingEmptySubsequences: false)
      .map { $0.filter { $0 != " " } }
    let fields = names.compactMap(TraceField.init(rawValue:))
    guard fields.count == names.count else { return nil }
    list = fields
  }
}

/// A format as the command line names it.
struct FormatChoice: ExpressibleByArgument {
  let format: ExportFormat

  init?(argument: String) {
    guard let format = ExportFormat(rawValue: argument) else { return nil }
    self.format = format
  }

  static var allValueStrings: [String] { ExportFormat.allCases.map(\.rawValue) }
  static var names: String { allValueStrings.joined(separator: ", ") }
}
