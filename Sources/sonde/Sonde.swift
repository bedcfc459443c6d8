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
      SimulateCommand.self,
      DoctorCommand.self,
      ConfigCommand.self,
    ]
  )
}

/// The version of this binary.
enum SondeVersion {
  static let current = "0.1.0"
}
