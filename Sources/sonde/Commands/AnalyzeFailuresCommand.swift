import ArgumentParser
import Store

/// `sonde analyze failures`: what failed, and why as far as that is known.
struct AnalyzeFailuresCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "failures",
    abstract: "Tells what failed in runs, why, and what was covered up.",
    discussion: """
      Each failure that nothing before it explains, in a sentence, with what shows it: exit status \
      or signal and who sent it, memory that ran out and whose, programs that are not there, the \
      calls that failed shortly before. A failure inside something that succeeded all the same is \
      marked as hidden. What is no failure, such as grep that finds nothing, is only counted; a \
      configuration's [[failures.excuse]] adds to it for the runs that are recorded with it.

      Since and until are the times of the failures.
      """
  )

  @OptionGroup var selection: RunSelection

  @Option(
    help: ArgumentHelp("Only failures of this user's, by name or number.", valueName: "user"))
  var user: String?

  @Option(
    help: ArgumentHelp(
      "How many failures are listed; without it 20 as text, 100000 otherwise.",
      valueName: "number"))
  var top: Int?

  @OptionGroup var format: AnalysisFormat
  @OptionGroup var database: DatabaseOption

  private static let topAsText = 20
  private static let topOtherwise = 100_000

  func validate() throws {
    try RunSelection.check(top: top)
  }

  func print(_ reader: StoreReader, to file: OutputFile) throws {
    let filter = try selection.executions(reader, user: user)
    let usual = format.choice == .text ? Self.topAsText : Self.topOtherwise
    let analysis = try reader.failures(filter, top: top ?? usual)
    switch format.choice {
    case .text:
      let text = FailureAnalysisText(analysis: analysis, style: .fitting(file)).render()
      try file.write(Array(text.utf8))
    case .json: try file.write(FailureAnalysisJSON(analysis: analysis).render())
    case .csv: try FailureAnalysisCSV(analysis: analysis).write(to: file)
    }
  }
}
