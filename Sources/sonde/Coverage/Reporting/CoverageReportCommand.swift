import ArgumentParser
import CoverageReport
import Store

/// `sonde coverage report`: tells which functions ran.
struct CoverageReportCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "report",
    abstract: "Tells which functions ran.",
    discussion: """
      The percentage is of the functions in scope: those that could have been seen, or should have \
      been. What was not watched counts as in scope and is told beside the number, and so is \
      everything that may have gone unseen.

      json has all that is known, and is what the other commands read. lcov is for genhtml and \
      Codecov, cobertura for GitHub, GitLab and Jenkins: both go by source files and leave out \
      functions whose place in the source is not known, which is said. html is one file that \
      needs no network.

        sonde coverage report
        sonde coverage report --list
        sonde coverage report 3 --format html -o coverage.html
        sonde coverage report merged.json --format lcov -o coverage.info
      """
  )

  @Argument(
    help: ArgumentHelp(
      "The number of a coverage, or a file of JSON; without it, the coverage that began last.",
      valueName: "coverage"),
    transform: CoverageInput.init(parsing:))
  var coverage: CoverageInput?

  @Flag(help: "List the coverages of the database instead.")
  var list = false

  @Option(help: ArgumentHelp("How many coverages --list shows.", valueName: "number"))
  var limit = 20

  @Option(help: "How it looks.")
  var format: CoverageFormat = .text

  @Flag(help: "Of text: list all functions that were not seen.")
  var all = false

  @OptionGroup var destination: CoverageOutput
  @OptionGroup var database: DatabaseOption

  func validate() throws {
    if all, format != .text { throw ValidationError("--all is of the format text only.") }
    if limit < 1 { throw ValidationError("--limit must be at least 1.") }
    guard list else { return }
    if coverage != nil || all || format != .text {
      throw ValidationError("--list shows all coverages, as text; leave out the rest.")
    }
  }

  func run() throws {
    try CommandFailure.reporting {
      if list { return try writeList() }
      let read = try (coverage ?? .newest).read(database)
      let report = try format.render(
        read.document, style: destination.style, limit: all ? nil : 20)
      try destination.write(report.bytes, madeFrom: read.path)
      guard report.leftOut > 0 else { return }
      OutputFile.standardError.say(
        "\(Quantity.count(report.leftOut, "function in scope is", "functions in scope are")) left "
          + "out: no line of source is known for them. --format json has all")
    }
  }

  private func writeList() throws {
    let reader = try StoreReader(path: try database.path())
    let list = CoverageList(coverages: try reader.coverages(limit: limit))
    let text = list.render(style: destination.style)
    try destination.write(Array(text.utf8), madeFrom: reader.path)
  }
}
