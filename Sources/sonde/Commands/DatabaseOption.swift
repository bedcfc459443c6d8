import ArgumentParser
import Foundation
import Settings

/// Which database a command reads.
struct DatabaseOption: ParsableArguments {
  @Option(
    help: ArgumentHelp("The database to read.", valueName: "path"), completion: .file())
  var db: String?

  @Option(
    help: ArgumentHelp("A configuration file, which may name the database.", valueName: "file"),
    completion: .file(extensions: ["toml"]))
  var config: String?

  /// The path: as the option says; else the environment; else the configuration file; else
  /// `./sonde.db`.
  ///
  /// - Throws: `SettingsErrors`.
  func path(
    environment: [String: String] = ProcessInfo.processInfo.environment
  ) throws -> String {
    if let db { return db }
    return try Settings.load(file: config, environment: environment).database.path
  }
}
