import ArgumentParser
import Coverage
import Foundation
import Logging
import Probes
import Procfs
import Settings
import Store

/// `sonde coverage map`: tries each of sonde's own hooks, end to end.
struct CoverageMapCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "map",
    abstract: "Tries each of sonde's own hooks, and says which are heard.",
    discussion: """
      Each hook is attached for itself and given something to tell of by a process of sonde's own: \
      it forks, executes, opens, is killed, runs out of memory in a control group of its own. \
      Nobody else's process is touched, and all that is made is removed. The words for what was \
      found are unsupported (the programs cannot be loaded), loadable (but not attached), attached \
      (cannot be triggered here), verified, silent (nothing was heard) and degraded.

      Exits with 0 when all hooks are verified or cannot be triggered here, with 1 when one is not, \
      with 2 without the privileges for any.
      """
  )

  @Flag(help: "Write JSON.")
  var json = false

  @Flag(help: "Do not store what was found.")
  var noStore = false

  @OptionGroup var database: DatabaseOption

  mutating func run() async throws {
    let environment = ProcessInfo.processInfo.environment
    let (settings, observability) = try CommandFailure.reporting {
      _ = try HookFaults(environment: environment)
      var settings = try Settings.load(file: database.config, environment: environment)
      settings.database.path = try database.path(environment: environment)
      return (
        settings,
        try Observability(settings, environment: environment, audience: .command)
      )
    }
    let (path, isKept, log) = (settings.database.path, !noStore, observability.events)
    let verdicts = try await CommandFailure.reporting(awaiting: {
      try await observability.around {
        try HookCycle(path: isKept ? path : nil, log: log).run().verdicts
      }
    })
    let map = HookMap(verdicts: verdicts, code: try CommandFailure.reporting { try code(path) })
    try CommandFailure.reporting {
      let output = OutputFile.standardOutput
      let text = json ? map.json() : Array(map.text(.fitting(output)).utf8)
      try OutputFile.untilClosed { try output.write(text) }
    }
    if map.exitStatus != 0 { throw ExitCode(map.exitStatus) }
  }

  /// The newest coverage of code; `nil` when the database has none.
  private func code(_ path: String) throws -> NewestCodeCoverage? {
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    return try NewestCodeCoverage(StoreReader(path: path))
  }
}
