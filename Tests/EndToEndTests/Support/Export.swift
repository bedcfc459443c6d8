import Foundation
import Testing

/// `sonde export` of a database, and readers that are not ours.
struct Export {
  let directory: TemporaryDirectory
  let database: String

  /// A run of programs that do what exports find hard: a name that is not UTF-8, arguments with
  /// quotes, line ends and controls, an exit code, a signal, samples.
  static func ofHostileRun() async throws -> Export {
    let directory = try TemporaryDirectory()
    let script = try directory.write(
      """
      #!/bin/bash
      cp /bin/sleep $'tool\\xff\\n'
      ./$'tool\\xff\\n' 0.6 && ./$'tool\\xff\\n' $'a\\tb\\r\\nc' 'x,"y"' '\\xff' $'\\e[31m' ''
      (exit 3)
      ./missing
      sleep 5 & sleep 0.2; kill -9 $!
      exit 0
      """, to: "job.sh", permissions: 0o755)
    let config = try directory.write(
      "monitoring.interval = 0.2\nprocessing.interval = 0.2\n", to: "sonde.toml")
    let trace = try await Trace(
      [script], options: ["--config", config, "--name", "hostile"], in: directory)
    try #require(trace.result.status == 0, "\(trace.result.errorText)")
    return Export(directory: directory, database: directory.path("trace.db"))
  }

  func run(
    _ arguments: String..., environment: [String: String?] = [:]
  ) async throws -> RunningCommand.Result {
    try await start(arguments, environment: environment).end()
  }

  func start(
    _ arguments: [String], environment: [String: String?] = [:]
  ) throws -> RunningCommand {
    try RunningCommand(
      [try Installation().sonde, "export", "--db", database] + arguments, in: directory,
      environment: environment)
  }

  /// Runs a Python program of the tests; its output.
  func python(_ script: String, _ arguments: String...) async throws -> Data {
    let result = try await RunningCommand(
      [try Self.python(), Installation.path("Tests/Scripts/\(script)")] + arguments, in: directory
    ).end()
    try #require(result.status == 0, "\(result.errorText)")
    return result.output
  }

  /// One that has pyarrow, perfetto and protobuf.
  static func python() throws -> String {
    guard let python = ProcessInfo.processInfo.environment["TEST_PYTHON"] else {
      throw Installation.Missing(
        description: "TEST_PYTHON is to name a Python that has pyarrow, perfetto and protobuf")
    }
    return python
  }

  /// The names in a directory, hidden ones too, but for those of the test itself.
  func names(in place: String = "") throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: "\(directory.path)/\(place)")
      .filter { ![".stdout", ".stderr"].contains(where: $0.hasSuffix) }.sorted()
  }
}
