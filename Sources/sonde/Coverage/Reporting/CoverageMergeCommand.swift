import ArgumentParser
import CoverageReport

/// `sonde coverage merge`: makes one of several coverages.
struct CoverageMergeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Makes one of several coverages, as JSON.",
    discussion: """
      What ran in any of them ran. Functions are the same when the build ids of their objects and \
      their offsets are; coverages with different builds of one path are refused. The order does \
      not matter.

        sonde coverage merge 3 4 -o both.json
        sonde coverage merge north.json south.json | sonde coverage report /dev/stdin
      """
  )

  @Argument(
    help: ArgumentHelp("Numbers of coverages, or files of JSON.", valueName: "coverage"),
    transform: CoverageInput.init(parsing:))
  var coverages: [CoverageInput]

  @OptionGroup var destination: CoverageOutput
  @OptionGroup var database: DatabaseOption

  func run() throws {
    try CommandFailure.reporting {
      let inputs = try coverages.map { try $0.read(database) }
      let merged = try CoverageMerge.merge(inputs.map { ($0.name, $0.document) })
      try destination.write(try CoverageJSON.render(merged), madeFrom: inputs.first?.path ?? "")
    }
  }
}
