import ArgumentParser
import Store

/// `sonde analyze executions`: what tools and pipelines took.
struct AnalyzeExecutionsCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "executions",
    abstract: "Tells what tools and pipelines took, and how they ended.",
    discussion: """
      By tool, which is the base name of the script or program that a process ran last, by \
      pipeline, and for all together: processes, executions, failures, wall time, CPU time, peak \
      memory, bytes. Times, memory and bytes are of processes that have ended. A percentile is \
      exact and by nearest rank: p95 is the least of the values that at least 95 of 100 do not \
      exceed.

      When only one run is left, also how much of it happened at the same time, and its critical \
      path: the chain of processes that ended last. Who waited for whom is not recorded.
      """
  )

  @OptionGroup var selection: RunSelection

  @Option(
    help: ArgumentHelp("Only processes of this user, by name or number.", valueName: "user"))
  var user: String?

  @Option(help: "What comes first in the lists.")
  var sort: UseOrder = .cpu

  @Option(
    help: ArgumentHelp(
      """
      How many tools and pipelines are listed, and how many segments of the critical path; \
      without it 20 as text, all otherwise.
      """, valueName: "number"))
  var top: Int?

  @OptionGroup var format: AnalysisFormat
  @OptionGroup var database: DatabaseOption

  func validate() throws {
    try RunSelection.check(top: top)
  }

  func print(_ reader: StoreReader, to file: OutputFile) throws {
    let filter = try selection.executions(reader, user: user)
    let list = ExecutionLists(try reader.executions(filter), order: sort, top: top)
    switch format.choice {
    case .text:
      let style = TextStyle.fitting(file)
      try file.write(Array(ExecutionAnalysisText(list: list, style: style).render().utf8))
    case .json: try file.write(ExecutionAnalysisJSON(list: list, filter: filter).render())
    case .csv: try ExecutionAnalysisCSV(list: list).write(to: file)
    }
  }
}
