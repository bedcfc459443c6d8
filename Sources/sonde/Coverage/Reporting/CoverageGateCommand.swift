import ArgumentParser
import CoverageReport

/// `sonde coverage gate`: fails when coverage is too low.
struct CoverageGateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gate",
    abstract: "Fails when coverage is too low.",
    discussion: """
      Ends with 0 and one line when all that is asked for is there, with 1 and the reasons on \
      standard error when it is not, with 2 when it could not be found out.

        sonde coverage gate --min 80 --fail-on-loss
        sonde coverage gate new.json --baseline old.json --min-delta -0.5
      """
  )

  @Argument(
    help: ArgumentHelp(
      "The number of a coverage, or a file of JSON; without it, the coverage that began last.",
      valueName: "coverage"),
    transform: CoverageInput.init(parsing:))
  var coverage: CoverageInput = .newest

  @Option(
    name: .customLong("min"), parsing: .unconditional,
    help: ArgumentHelp("The least percentage of functions in scope.", valueName: "percent"))
  var minimum: Double?

  @Option(
    name: .customLong("min-delta"), parsing: .unconditional,
    help: ArgumentHelp(
      "The least change against the baseline; -0.5 allows for half a point less.",
      valueName: "points"))
  var minimumDelta: Double?

  @Option(
    help: ArgumentHelp(
      "What --min-delta is measured against: a number, or a file of JSON.", valueName: "coverage"),
    transform: CoverageInput.init(parsing:))
  var baseline: CoverageInput?

  @Flag(
    help: "Fail when anything may have gone unseen: signals or records lost, probes that came late."
  )
  var failOnLoss = false

  @OptionGroup var database: DatabaseOption

  func validate() throws {
    guard minimum != nil || minimumDelta != nil || failOnLoss else {
      throw ValidationError("Say what to ask for: --min, --min-delta or --fail-on-loss.")
    }
    if let minimum, !(0...100).contains(minimum) {
      throw ValidationError("--min must be from 0 to 100.")
    }
    if let minimumDelta, !(-100...100).contains(minimumDelta) {
      throw ValidationError("--min-delta must be from -100 to 100.")
    }
    guard (minimumDelta == nil) == (baseline == nil) else {
      throw ValidationError("--min-delta and --baseline go together.")
    }
  }

  func run() throws {
    try CommandFailure.reporting {
      let document = try coverage.read(database).document
      let gate = CoverageGate(
        minimum: minimum, minimumDelta: minimumDelta, failsOnLoss: failOnLoss)
      let reasons = gate.reasons(
        against: document, baseline: try baseline?.read(database).document)
      guard reasons.isEmpty else {
        for reason in reasons { OutputFile.standardError.say(TerminalText.escaped(reason)) }
        throw ExitCode(1)
      }
      let verdict = CoverageWords(document, summary: CoverageSummary(document)).verdict
      try OutputFile.untilClosed {
        try OutputFile.standardOutput.write(Array("passed: \(verdict)\n".utf8))
      }
    }
  }
}
