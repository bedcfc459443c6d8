import ArgumentParser
import Foundation
import Store

/// `sonde coverage mark`: names what runs from now on, such as a test.
struct CoverageMarkCommand: ParsableCommand {
  /// The variables that `sonde coverage run` gives to what it runs.
  enum Variable {
    static let coverage = "SONDE_COVERAGE"
    static let database = "SONDE_COVERAGE_DB"
  }

  static let configuration = CommandConfiguration(
    commandName: "mark",
    abstract: "Names what runs from now on, such as a test.",
    discussion: """
      What is first seen to run belongs to the mark that was set last. Below 'sonde coverage run' \
      the coverage is known from the environment; elsewhere it is the only one that is running in \
      the database, or the one that --coverage names. With --db the environment is not asked.

        sonde coverage mark 'unit: parse an empty file'
      """
  )

  @Argument(help: ArgumentHelp("What to call it.", valueName: "name"))
  var name: String

  @Option(help: ArgumentHelp("The number of the coverage.", valueName: "number"))
  var coverage: Int64?

  @OptionGroup var database: DatabaseOption

  func validate() throws {
    if name.isEmpty { throw ValidationError("A mark needs a name.") }
    if let coverage, coverage < 1 { throw ValidationError("--coverage must be at least 1.") }
  }

  func run() throws {
    try CommandFailure.reporting {
      let place = try place(environment: ProcessInfo.processInfo.environment)
      try CoverageMarker(path: place.path).mark(name, coverage: place.coverage)
    }
  }

  /// The database, and the coverage if somebody names one.
  func place(environment: [String: String]) throws -> (path: String, coverage: Int64?) {
    if database.db != nil { return (try database.path(environment: environment), coverage) }
    let path = environment[Variable.database] ?? ""
    let named = try coverage ?? Self.number(environment[Variable.coverage])
    return (path.isEmpty ? try database.path(environment: environment) : path, named)
  }

  private static func number(_ text: String?) throws -> Int64? {
    guard let text, !text.isEmpty else { return nil }
    guard let number = Int64(text), number > 0 else {
      throw CommandFailure(
        "\(Variable.coverage): '\(TerminalText.escaped(text))' is no number of a coverage; unset "
          + "it, or name the coverage with --coverage")
    }
    return number
  }
}
