import Foundation
import Testing

/// A program that is not ours, given something to read.
struct Program {
  let path: String
  var arguments: [String] = []

  /// The Python that `TEST_PYTHON` names, with a script of the tests.
  static func python(_ script: String, _ arguments: [String]) throws -> Program {
    let tests = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let python =
      ProcessInfo.processInfo.environment["TEST_PYTHON"]
      ?? tests.appending(path: "../.build/test-python/bin/python").standardized.path
    // A test that cannot run fails, for one that is skipped tells nobody.
    try #require(
      FileManager.default.isExecutableFile(atPath: python), "no Python at \(python): make test")
    return Program(
      path: python,
      arguments: [tests.appending(path: "Scripts/\(script)").standardized.path] + arguments)
  }

  /// A program of the system.
  static func installed(_ name: String, _ arguments: [String]) throws -> Program {
    let directories = (ProcessInfo.processInfo.environment["PATH"] ?? "").split(separator: ":")
    let path = directories.map { "\($0)/\(name)" }
      .first(where: FileManager.default.isExecutableFile(atPath:))
    return Program(
      path: try #require(path, "no \(name): scripts/setup.sh test"), arguments: arguments)
  }

  /// Its status and all it says, on both streams, after it has read `input`.
  func run(_ input: String) throws -> (status: Int32, lines: [String]) {
    let directory = FileManager.default.temporaryDirectory
    let file = directory.appending(path: "metrics-\(UUID().uuidString)")
    try Data(input.utf8).write(to: file)
    defer { try? FileManager.default.removeItem(at: file) }
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: path)
    process.arguments = arguments
    process.standardInput = try FileHandle(forReadingFrom: file)
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    return (process.terminationStatus, said.split(separator: "\n").map(String.init))
  }
}
