import ArgumentParser
import Foundation
import Logging
import Probes
import Procfs
import Redaction
import Settings
import Store

/// `sonde run -- COMMAND`: traces a command and all its descendants.
struct RunCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Traces a command and all its descendants, and says what happened.",
    discussion: """
      The command's output, input, signals and exit status pass through untouched; the report goes \
      to standard error. When the command has ended, sonde waits for what it has left running in \
      the background; interrupt it to stop waiting.

      A command may succeed though something inside it failed: the report says so, and with \
      --fail-on-hidden the exit status does too.
      """
  )

  @OptionGroup var options: RecordingOptions

  @Option(name: .long, help: "The pipeline that this run belongs to.")
  var pipeline: String?

  @Flag(name: .long, help: "End when the command does, whatever it leaves running.")
  var noWait = false

  @Flag(
    name: .long,
    help: "End with status 1 when the command succeeds though a process inside it failed.")
  var failOnHidden = false

  @Argument(parsing: .captureForPassthrough, help: "The command and its arguments.")
  var command: [String] = []

  mutating func run() async throws {
    let command = try CommandLineRest.command(command) { CleanExit.helpRequest(self) }
    let settings = try CommandFailure.reporting { try options.settings() }
    let program = try CommandFailure.reporting { try Program(command) }

    let environment = ProcessInfo.processInfo.environment
    let observability = try CommandFailure.reporting {
      try Observability(settings, environment: environment, audience: .command)
    }
    let signals = try CommandFailure.reporting { try SignalQueue() }
    let context = observability.runContext(environment: environment)
    let (name, pipeline, waitsForAll) = (options.name, pipeline, !noWait)
    let (hasReport, isJSON) = (!options.noReport, options.json)
    let failsOnHidden = failOnHidden
    let status = try await CommandFailure.reporting(awaiting: {
      try await observability.around {
        let recording = try Recording(
          settings: settings, filters: nil, observability: observability)
        let session = RunSession(
          program: program, recording: recording, signals: signals, waitsForAll: waitsForAll)
        let outcome = try session.run(name: name, pipeline: pipeline, context: context)
        if let runID = outcome.runID, hasReport { Self.report(runID, settings, isJSON: isJSON) }
        guard failsOnHidden else { return outcome.exitStatus }
        let gate = try HiddenFailureGate.check(
          status: outcome.exitStatus, runID: outcome.runID,
          databasePath: settings.database.path)
        for words in gate.words { OutputFile.standardError.say(words) }
        return gate.status
      }
    })
    throw ExitCode(status)
  }

  private static func report(_ runID: Int64, _ settings: Settings, isJSON: Bool) {
    // The command's status is what counts, whether or not its report could be read and written.
    do {
      try ReportPrinter.print(
        runID: runID, databasePath: settings.database.path, to: .standardError, json: isJSON)
    } catch {
      OutputFile.standardError.say("\(error)")
    }
  }
}
