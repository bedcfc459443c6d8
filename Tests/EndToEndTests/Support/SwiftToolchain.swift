import Foundation

/// Programs of the toolchain that the tests are built with: others of the same name may come first in
/// PATH, and read no files of this one's.
enum SwiftToolchain {
  private static let directory: URL? = {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    return path.split(separator: ":").lazy.map { URL(filePath: "\($0)/swiftc") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
      .map { $0.resolvingSymlinksInPath().deletingLastPathComponent() }
  }()

  /// The path of a program.
  ///
  /// - Throws: ``Installation/Missing``.
  static func path(_ name: String) throws -> String {
    let program = directory?.appending(path: name).path ?? name
    guard FileManager.default.isExecutableFile(atPath: program) else {
      throw Installation.Missing(
        description: "No \(name) at \(program): a Swift toolchain of swift.org has it.")
    }
    return program
  }
}

extension TemporaryDirectory {
  /// Runs a program here that has to succeed. Returns what it printed.
  @discardableResult
  func run(
    _ command: [String], environment: [String: String?] = [:], within limit: Duration = .seconds(60)
  ) async throws -> String {
    let result = try await RunningCommand(command, in: self, environment: environment)
      .end(within: limit)
    guard result.status == 0 else {
      throw Installation.Missing(
        description: "\(command.joined(separator: " ")) ended with \(result.status): "
          + result.errorText)
    }
    return result.outputText
  }

  /// Compiles C, by default as it is written: with debug information, and nothing optimised. Returns
  /// the program's path.
  @discardableResult
  func compile(
    _ source: String, to name: String, options: [String] = ["-g", "-O0"]
  ) async throws -> String {
    try write(source, to: "\(name).c")
    try await run(["gcc", "-o", path(name), path("\(name).c")] + options)
    return path(name)
  }
}
