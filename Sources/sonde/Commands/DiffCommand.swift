import ArgumentParser
import Comparison
import Store

/// `sonde diff RUN RUN`: tells what is different between two runs.
struct DiffCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tells what is different between two runs.",
    discussion: """
      Failures, processes that came or went, versions of programs and libraries, arguments, time, \
      memory, inputs: the greatest first. A process is found again by its step, its tool, its \
      arguments and its place; what is particular to a run, such as temporary names, is set aside. \
      Time and memory are told where they differ by more than they usually do: in earlier runs of \
      the same pipeline, or if there are fewer than three, by a rule of thumb, which is said.
      """
  )

  @Argument(
    help: ArgumentHelp("The run to compare with: its number, or 'latest'.", valueName: "before"),
    transform: RunChoice.init(parsing:))
  var before: RunChoice

  @Argument(
    help: ArgumentHelp("The run to look at, likewise.", valueName: "after"),
    transform: RunChoice.init(parsing:))
  var after: RunChoice

  @Option(
    help: ArgumentHelp(
      "The database of the second run, when it is another one.", valueName: "path"),
    completion: .file())
  var afterDB: String?

  @Option(
    help: ArgumentHelp("How many differences of a kind are listed as text.", valueName: "number"))
  var top = 10

  @Flag(help: "Write JSON.")
  var json = false

  @OptionGroup var database: DatabaseOption

  func validate() throws {
    if !(1...1_000_000).contains(top) {
      throw ValidationError("--top must be from 1 to 1000000.")
    }
  }

  func run() throws {
    try CommandFailure.reporting {
      let reader = try StoreReader(path: try database.path())
      let later = try afterDB.map { try StoreReader(path: $0) } ?? reader
      try OutputFile.untilClosed { try print(reader, later, to: .standardOutput) }
    }
  }

  func print(_ reader: StoreReader, _ later: StoreReader, to file: OutputFile) throws {
    let (first, second) = (try Self.read(before, reader), try Self.read(after, later))
    guard first.identity != second.identity else {
      throw CommandFailure(
        "run \(first.run.id) is compared with itself; name two runs, 'sonde report --list' has them"
      )
    }
    let comparison = try RunComparer().compare(
      first, in: reader, with: second, in: later,
      earlier: try Self.earlier(first, second, later))
    if json {
      try file.write(RunComparisonJSON(comparison: comparison).render())
    } else {
      let text = RunComparisonText(
        comparison: comparison, style: .fitting(file), top: top,
        signals: try later.signalNames())
      try file.write(Array(text.render().utf8))
    }
  }

  private static func read(_ choice: RunChoice, _ reader: StoreReader) throws -> ComparedRun {
    let id = try choice.id(reader)
    guard let run = try reader.comparedRun(id: id) else {
      throw try ReportPrinter.unknownRun(id, reader: reader)
    }
    guard !run.processes.isEmpty else {
      throw CommandFailure(
        "\(TerminalText.escaped(reader.path)): no process of run \(id) is stored: there is nothing "
          + "to compare")
    }
    return run
  }

  /// Earlier runs of the same pipeline in the later run's database.
  private static func earlier(
    _ before: ComparedRun, _ after: ComparedRun, _ reader: StoreReader
  ) throws -> [(run: ComparedRun, source: any ComparedRunSource)] {
    let ids = try reader.earlierRuns(
      like: after.run.id, before: after.run.started, without: [after.run.id],
      most: RunComparer.mostEarlierRuns + 1, processes: RunComparer.mostEarlierProcesses)
    let runs = try ids.compactMap { try reader.comparedRun(id: $0) }
      .filter { $0.identity != before.identity }
    return runs.prefix(RunComparer.mostEarlierRuns).map { ($0, reader) }
  }
}
