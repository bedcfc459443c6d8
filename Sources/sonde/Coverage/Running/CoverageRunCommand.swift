import ArgumentParser
import Coverage
import Foundation
import Logging
import Probes
import Procfs
import Settings
import Store

/// `sonde coverage run -- COMMAND`: traces a command as `sonde run` does, and finds out which
/// functions it calls.
struct CoverageRunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Traces a command, and finds out which functions it calls.",
    discussion: """
      The functions are those of the command's own program, in its own process; --libraries adds the \
      shared libraries that it maps, --children its child processes and their programs, --target names \
      others instead. A probe is attached to each before the first instruction, and removed when it has \
      fired. The command's output, input, signals and exit status pass through untouched; the report \
      goes to standard error.

        sonde coverage run -- ./program
        sonde coverage run --libraries --include '^sqlite3_' -- sqlite3 my.db 'SELECT 1'
        sonde coverage run --children -- make test
        sonde coverage run --pid 4711 --for 60
      """
  )

  @OptionGroup var options: RecordingOptions
  @OptionGroup var coverage: CoverageOptions

  @Option(name: .long, help: "The pipeline that this run belongs to.")
  var pipeline: String?

  @Flag(name: .long, help: "End when the command does, whatever it leaves running.")
  var noWait = false

  @Option(
    name: .long,
    help: ArgumentHelp("Look at a process that is already running, instead.", valueName: "pid"))
  var pid: UInt32?

  @Argument(parsing: .captureForPassthrough, help: "The command and its arguments.")
  var command: [String] = []

  mutating func run() async throws {
    let started = Clocks.boot()
    let command = try CommandLineRest.command(command) { CleanExit.helpRequest(self) }
    if let pid {
      guard command.isEmpty else {
        throw ValidationError("--pid and a command exclude each other.")
      }
      try await RunningProcessCoverage(
        pid: pid, options: options, coverage: coverage, started: started
      ).run()
      return
    }
    try await LaunchedCoverage(
      command: command, options: options, coverage: coverage, pipeline: pipeline,
      waitsForAll: !noWait, started: started
    ).run()
  }
}
