import Foundation

/// Where the programs under test are.
struct Installation {
  struct Missing: Error, CustomStringConvertible {
    let description: String
  }

  let sonde: String
  let workloads: String

  /// The root of the package.
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent()  // Support
    .deletingLastPathComponent()  // EndToEndTests
    .deletingLastPathComponent()  // Tests
    .deletingLastPathComponent()

  /// - Throws: ``Missing``: a test that cannot run fails, for one that is skipped tells nobody.
  init() throws {
    guard geteuid() == 0 else {
      throw Missing(description: "These tests trace, which takes root: run them as root.")
    }
    sonde = try Self.find(
      variable: "TEST_SONDE", paths: [".build/release/sonde", ".build/debug/sonde"],
      make: "make build")
    workloads = try Self.find(
      variable: "TEST_WORKLOADS", paths: [".build/workloads-static"], make: "make test")
  }

  /// A Python with the packages that the tests read files with, or run.
  static func python() throws -> URL {
    URL(
      filePath: try find(
        variable: "TEST_PYTHON", paths: [".build/test-python/bin/python"], make: "make test"))
  }

  /// The path of a file of the package.
  static func path(_ relative: String) -> String {
    root.appending(path: relative).path
  }

  private static func find(variable: String, paths: [String], make: String) throws -> String {
    let given = ProcessInfo.processInfo.environment[variable]
    let candidates = given.map { [$0] } ?? paths.map(path)
    if let found = candidates.first(where: FileManager.default.isExecutableFile) { return found }
    throw Missing(
      description: "No program at \(candidates.joined(separator: " or at ")). "
        + "Build it (\(make)) or name it by \(variable).")
  }
}
