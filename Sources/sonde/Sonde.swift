import ArgumentParser

/// The command line. Each subcommand is a file of its own.
@main
struct Sonde: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sonde",
    abstract: "Follows every process of a pipeline with eBPF and says what happened.",
    version: SondeVersion.current,
    subcommands: [
      RunCommand.self,
      AgentCommand.self,
      ReportCommand.self,
      QueryCommand.self,
      AnalyzeCommand.self,
      DiffCommand.self,
      AdviseCommand.self,
      ExportCommand.self,
      CoverageCommand.self,
      EmitCommand.self,
      SimulateCommand.self,
      DoctorCommand.self,
      ConfigCommand.self,
    ]
  )
}

extension Sonde {
  /// Bad input ends with 2 everywhere, wrong usage too: the parser's own choice would be 64.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var command = command as? any AsyncParsableCommand {
        try await command.run()
      } else {
        try command.run()
      }
    } catch {
      guard exitCode(for: error) == .validationFailure else { exit(withError: error) }
      try? OutputFile.standardError.write(Array("\(fullMessage(for: error))\n".utf8))
      exit(withError: ExitCode(2))
    }
  }
}

/// The version of this binary.
enum SondeVersion {
  static let current = "0.1.0"
}
