import ArgumentParser
import CoverageReport

/// `sonde coverage diff`: tells what is different between two coverages.
struct CoverageDiffCommand: ParsableCommand {
  /// How a comparison is written.
  enum Format: String, CaseIterable, ExpressibleByArgument {
    case text, json
  }

  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "Tells what is different between two coverages.",
    discussion: """
      Objects of the same build are compared function by function. An object of another build is \
      found by its path, and its functions by their names, which is said.
      """
  )

  @Argument(
    help: ArgumentHelp(
      "The earlier one: its number, or a file of JSON.", valueName: "before"),
    transform: CoverageInput.init(parsing:))
  var before: CoverageInput

  @Argument(
    help: ArgumentHelp("The later one, likewise.", valueName: "after"),
    transform: CoverageInput.init(parsing:))
  var after: CoverageInput

  @Option(help: "How it looks.")
  var format: Format = .text

  @Flag(help: "Of text: list all functions.")
  var all = false

  @OptionGroup var destination: CoverageOutput
  @OptionGroup var database: DatabaseOption

  func validate() throws {
    if all, format != .text { throw ValidationError("--all is of the format text only.") }
  }

  func run() throws {
    try CommandFailure.reporting {
      let (earlier, later) = (try before.read(database), try after.read(database))
      let diff = CoverageDiff(from: earlier.document, to: later.document)
      let bytes =
        switch format {
        case .json: try diff.json()
        case .text:
          Array(
            CoverageDiffText(
              diff: diff, before: earlier.name, after: later.name, style: destination.style,
              limit: all ? nil : 20
            ).render().utf8)
        }
      try destination.write(bytes, madeFrom: later.path)
    }
  }
}
