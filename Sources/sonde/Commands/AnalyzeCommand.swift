import ArgumentParser

/// `sonde analyze`: numbers over many runs, and what made one run take its time.
struct AnalyzeCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "analyze",
    abstract: "Computes statistics over the stored runs.",
    subcommands: [
      AnalyzeExecutionsCommand.self, AnalyzeFailuresCommand.self, AnalyzeLibrariesCommand.self,
    ]
  )
}
