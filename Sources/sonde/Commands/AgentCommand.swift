import ArgumentParser
import Foundation
import Logging
import Probes
import Processes
import Procfs
import ServiceLifecycle
import Settings
import UnixSignals

/// `sonde agent`: the daemon. Follows system-wide whatever the filters name.
struct AgentCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "agent",
    abstract: "Follows system-wide whatever the configuration's filters name, until stopped.",
    discussion: """
      A program that [filters.executables] lists begins a run of its pipeline when a listed user \
      executes it, or when it is already running; all its descendants belong to that run. SIGINT \
      and SIGTERM flush and close the database.
      """
  )

  @Option(name: .long, help: "The configuration file.")
  var config: String?

  @Option(name: .long, help: "The database to write to, instead of the configuration's.")
  var db: String?

  mutating func run() async throws {
    let log = Logger(label: "sonde", factory: { StreamLogHandler.standardError(label: $0) })
    let service = try CommandFailure.reporting { try makeService(log) }
    let group = ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: [
          .init(service: service, successTerminationBehavior: .gracefullyShutdownGroup)
        ],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: log
      )
    )
    do {
      try await group.run()
    } catch {
      try CommandFailure.reporting { throw error }
    }
  }

  private func makeService(_ log: Logger) throws -> RecorderService {
    var settings = try Settings.load(
      file: config, environment: ProcessInfo.processInfo.environment)
    if let db { settings.database.path = db }
    var users = Users()
    let filters = try ResolvedFilters(settings.filters) { users.id(of: $0) }
    for warning in filters.warnings { log.warning("\(warning)") }
    let recording = try Recording(settings: settings, filters: filters.probeFilters, log: log)
    try recording.recorder.followMatching()
    log.notice(
      "following",
      metadata: [
        "database": "\(settings.database.path)",
        "running": "\(recording.recorder.model.livingCount)",
      ])
    return RecorderService(recording)
  }
}
