import Foundation
import Testing

/// Another program, run on what was written.
enum Tool {
  /// Runs a program of the system.
  static func run(_ name: String, _ arguments: [String]) throws -> (output: String, status: Int32) {
    let directories = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let path = directories.map { "\($0)/\(name)" }
      .first(where: FileManager.default.isExecutableFile(atPath:))
    return try run(path: try #require(path, "no \(name): scripts/setup.sh test"), arguments)
  }

  /// Runs the Python that `TEST_PYTHON` names.
  static func python(_ arguments: [String]) throws -> (output: String, status: Int32) {
    let path =
      ProcessInfo.processInfo.environment["TEST_PYTHON"]
      ?? URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../.build/test-python/bin/python").standardized.path
    // A test that cannot run fails, for one that is skipped tells nobody.
    try #require(
      FileManager.default.isExecutableFile(atPath: path), "no Python at \(path): make test")
    return try run(path: path, arguments)
  }

  /// What it says on both outputs, and its exit status.
  private static func run(
    path: String, _ arguments: [String]
  ) throws -> (output: String, status: Int32) {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: path)
    process.arguments = arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (String(decoding: output, as: UTF8.self), process.terminationStatus)
  }
}

/// A directory of a test's own, removed with this object.
final class TestDirectory {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/sonde-coverage-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func write(_ bytes: some Sequence<UInt8>, _ name: String) throws -> String {
    try Data(Array(bytes)).write(to: URL(fileURLWithPath: "\(path)/\(name)"))
    return "\(path)/\(name)"
  }
}
