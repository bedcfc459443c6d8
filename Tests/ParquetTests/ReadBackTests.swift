import Foundation
import ParquetTables
import Testing

/// Other programs read what was written: they are in the Python that `TEST_PYTHON` names.
@Suite("Reading back")
struct ReadBackTests {
  @Test("Random tables come back from every reader, value for value", arguments: [1, 2])
  func random(seed: UInt64) throws {
    try Readers.expectEqual { directory in
      var tables = RandomTable(seed: seed)
      for index in 0..<40 { try tables.next().write(to: directory, name: "table-\(index)") }
    }
  }

  @Test("Tables at the ends of what is possible come back from every reader")
  func edges() throws {
    try Readers.expectEqual { directory in
      for (name, table) in Table.edges() { try table.write(to: directory, name: name) }
    }
  }
}

private enum Readers {
  private static func python() throws -> String {
    let root = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../..")
    let path =
      ProcessInfo.processInfo.environment["TEST_PYTHON"]
      ?? root.standardized.appending(path: ".build/test-python/bin/python").path
    // A test that cannot run fails, for one that is skipped tells nobody.
    try #require(
      FileManager.default.isExecutableFile(atPath: path), "no Python at \(path): make test")
    return path
  }

  static func expectEqual(_ write: (String) throws -> Void) throws {
    let directory = FileManager.default.temporaryDirectory.appending(
      path: "parquet-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: directory) }
    try write(directory.path)
    let script = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../Scripts/parquet_readback.py").standardized
    let process = Process()
    let output = Pipe()
    process.executableURL = URL(filePath: try python())
    process.arguments = [script.path, directory.path, "--readers", "pyarrow,duckdb"]
    process.standardOutput = output
    process.standardError = output
    try process.run()
    let said = String(decoding: output.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
    process.waitUntilExit()
    #expect(process.terminationStatus == 0, "\(said)")
  }
}
