import ArgumentParser

/// What stands on the command line for another program.
enum CommandLineRest {
  /// The command without the `--` before it. What looks like an option and does not stand behind
  /// one was meant for sonde: the parser hands everything over from the first thing that it does
  /// not know, so that the command's own options reach the command.
  ///
  /// - Parameter help: what to end with when help is asked for.
  static func command(_ rest: [String], help: () -> CleanExit) throws -> [String] {
    guard let first = rest.first, first.hasPrefix("-") else { return rest }
    switch first {
    case "--": return Array(rest.dropFirst())
    case "--help", "-h": throw help()
    default: throw ValidationError("Unknown option '\(first)'")
    }
  }
}
