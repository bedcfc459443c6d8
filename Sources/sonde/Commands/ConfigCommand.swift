import ArgumentParser
import Foundation
import Probes
import Procfs
import Settings

/// `sonde config`: looks at the configuration without tracing anything.
struct ConfigCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "config",
    abstract: "Checks and shows the configuration.",
    subcommands: [Check.self, Show.self, Reference.self]
  )

  /// `sonde config check`: all that is wrong, or what would be followed.
  struct Check: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "check",
      abstract: "Says all that is wrong with a configuration, or what it would follow.",
      discussion: "Exits with 2 if anything is wrong."
    )

    @OptionGroup var source: ConfigSource

    func run() throws {
      let settings = try source.load()
      var users = Users()
      let filters = try CommandFailure.reporting {
        do {
          return try ResolvedFilters(settings.filters) { users.id(of: $0) }
        } catch {
          throw CommandFailure("\(source.name): \(error)")
        }
      }
      for warning in filters.warnings {
        OutputFile.standardError.say("\(source.name): warning: \(warning)")
      }
      print("\(source.name): ok; the agent follows \(filters.summary)")
    }
  }

  /// `sonde config show`: the settings as they would be used.
  struct Show: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "show",
      abstract: "Prints the settings that a file, the environment and the defaults make together."
    )

    @OptionGroup var source: ConfigSource

    func run() throws {
      print(try source.load().document, terminator: "")
    }
  }

  /// `sonde config reference`: a file with every key.
  struct Reference: ParsableCommand {
    static let configuration = CommandConfiguration(
      commandName: "reference",
      abstract: "Prints a file that says the defaults, with every key explained."
    )

    func run() {
      print(Settings.reference, terminator: "")
    }
  }
}

/// Which configuration is meant.
struct ConfigSource: ParsableArguments {
  @Argument(help: "A configuration file; without it, the environment and the defaults.")
  var file: String?

  /// What to call it in messages.
  var name: String { file ?? "defaults and environment" }

  /// Reads it; says all that is wrong, as compilers do, so that editors find the place.
  ///
  /// - Throws: `ExitCode`.
  func load() throws -> Settings {
    do throws(SettingsErrors) {
      return try Settings.load(file: file, environment: ProcessInfo.processInfo.environment)
    } catch {
      try? OutputFile.standardError.write(Array("\(error)\n".utf8))
      throw ExitCode(2)
    }
  }
}

extension ResolvedFilters {
  /// What is followed, for people.
  var summary: String {
    let programs =
      probeFilters.names.map { $0.count == 1 ? $0[0] : "\($0.count) programs" } ?? "every program"
    let people =
      users.map { $0.map { "\($0.name) (\($0.id))" }.joined(separator: ", ") } ?? "every user"
    return "\(programs) of \(people)"
  }
}
