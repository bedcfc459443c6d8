import ArgumentParser
import Foundation
import Glibc
import Settings
import Store

/// The coverage of a command: a run with a companion.
struct LaunchedCoverage: Sendable {
  let command: [String]
  let options: RecordingOptions
  let coverage: CoverageOptions
  let pipeline: String?
  let waitsForAll: Bool
  let started: UInt64

  func run() async throws {
    let settings = try CommandFailure.reporting { try options.settings() }
    let program = try CommandFailure.reporting { try Program(command) }
    let setUp = try CommandFailure.reporting {
      try CoverageSetUp(coverage, program: program.path, settings: settings, pipeline: pipeline)
    }
    let environment = ProcessInfo.processInfo.environment
    let observability = try CommandFailure.reporting {
      try Observability(settings, environment: environment, audience: .command)
    }
    let signals = try CommandFailure.reporting { try SignalQueue() }
    let context = observability.runContext(environment: environment)
    let status = try await CommandFailure.reporting(awaiting: {
      try await observability.around {
        try record(program, setUp, settings, observability, signals, context)
      }
    })
    throw ExitCode(status)
  }

  private func record(
    _ program: Program, _ setUp: CoverageSetUp, _ settings: Settings,
    _ observability: Observability, _ signals: SignalQueue, _ context: RunContext
  ) throws -> Int32 {
    // The kernel takes its time to check programs: both sets of them at the same time.
    let loading = OnThread { try setUp.load(holds: true, log: observability.events) }
    var recordingSettings = settings
    // What nobody asked about is not to slow down what is measured.
    recordingSettings.capture.files = settings.capture.files && setUp.manifest.expectsFiles
    recordingSettings.capture.times = false
    let recording = Result {
      try Recording(settings: recordingSettings, filters: nil, observability: observability)
    }
    let coverage = try loading.value()
    let recorded = try recording.get()
    let session = try setUp.begin(
      coverage, path: settings.database.path, command: command, pid: nil, context: context,
      started: started)
    setUp.announce(session)
    CoverageSession.export(id: session.id, database: settings.database.path)
    let run = RunSession(
      program: program, recording: recorded, signals: signals, waitsForAll: waitsForAll,
      companion: session)
    let outcome = try run.run(name: options.name, pipeline: pipeline, context: context)
    CoverageClosing(session: session, setUp: setUp, options: options, path: settings.database.path)
      .close(runID: outcome.runID)
    return outcome.exitStatus
  }
}
