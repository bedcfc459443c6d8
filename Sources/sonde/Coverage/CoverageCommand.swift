import ArgumentParser

/// `sonde coverage`: which functions ran, and which of what was expected never did.
struct CoverageCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "coverage",
    abstract: "Finds out which functions run, and which expected things never happen.",
    subcommands: [
      CoverageRunCommand.self,
      CoverageReportCommand.self,
      CoverageDiffCommand.self,
      CoverageMergeCommand.self,
      CoverageGateCommand.self,
      CoverageMarkCommand.self,
      CoverageMapCommand.self,
    ]
  )
}
