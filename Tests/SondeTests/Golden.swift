import Foundation
import Testing

/// Texts as they are expected, in files beside the tests.
enum Golden {
  /// Compares a text with the file of this name; with `UPDATE_GOLDEN=1` in the environment, writes
  /// the file.
  static func expect(
    _ text: String, _ name: String, _ location: SourceLocation = #_sourceLocation,
    directory: String = #filePath
  ) throws {
    let file = URL(fileURLWithPath: directory).deletingLastPathComponent()
      .appendingPathComponent("Goldens").appendingPathComponent(name)
    if ProcessInfo.processInfo.environment["UPDATE_GOLDEN"] == "1" {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return
    }
    let expected = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    #expect(
      text == expected, "\(name) differs; UPDATE_GOLDEN=1 writes it anew", sourceLocation: location)
  }
}
