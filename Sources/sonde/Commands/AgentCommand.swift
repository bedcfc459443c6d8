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
    let group = try CommandFailure.reporting { try makeServices() }
    try await CommandFailure.reporting(awaiting: { try await group.run() })
  }

  /// They are ended in the reverse order: what the recorder tells last is still sent.
  private func makeServices() throws -> ServiceGroup {
    let environment = ProcessInfo.processInfo.environment
    var settings = try Settings.load(file: config, environment: environment)
    if let db { settings.database.path = db }
    let observability = try Observability(settings, environment: environment, audience: .daemon)
    let recorder = try makeService(settings, observability)
    return ServiceGroup(
      configuration: ServiceGroupConfiguration(
        services: observability.services.map { .init(service: $0) } + [
          .init(service: recorder, successTerminationBehavior: .gracefullyShutdownGroup)
        ],
        gracefulShutdownSignals: [.sigterm, .sigint],
        logger: observability.log
      )
    )
  }

  private func makeService(
    _ settings: Settings, _ observability: Observability
  ) throws -> RecorderService {
    let log = observability.log
    var users = Users()
    let filters = try ResolvedFilters(settings.filters) { users.id(of: $0) }
    for warning in filters.warnings { log.warning("\(warning)") }
    let recording = try Recording(
      settings: settings, filters: filters.probeFilters, observability: observability)
    try recording.recorder.followMatching()
    return RecorderService(recording, database: settings.database.path)
  }
}
