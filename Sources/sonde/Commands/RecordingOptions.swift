import ArgumentParser
import Foundation
import Settings

/// The options of all commands that trace a command and report on it.
struct RecordingOptions: ParsableArguments {
  @Option(name: .long, help: "The database to write to; made if it does not exist.")
  var db: String?

  @Option(name: .long, help: "A configuration file.")
  var config: String?

  @Option(name: .long, help: "What to call this run.")
  var name: String?

  @Flag(name: .long, help: "Print the report as JSON.")
  var json = false

  @Flag(name: .long, help: "Print no report.")
  var noReport = false

  /// The settings, with the database that the options name.
  ///
  /// - Throws: `SettingsErrors`.
  func settings() throws -> Settings {
    var settings = try Settings.load(
      file: config, environment: ProcessInfo.processInfo.environment)
    if let db { settings.database.path = db }
    return settings
  }
}
