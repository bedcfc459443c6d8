import Foundation
import Telemetry

/// A file that a log is written to.
struct Lines: ~Copyable {
  private let file: FileHandle
  private let url: URL
  let output: LogOutput

  init(_ format: LogFormat) throws {
    url = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID().uuidString)")
    try Data().write(to: url)
    file = try FileHandle(forWritingTo: url)
    output = LogOutput(format: format, descriptor: file.fileDescriptor)
  }

  deinit {
    try? FileManager.default.removeItem(at: url)
  }

  /// What has been written, without the times.
  func read() throws -> [String] {
    let text = try String(contentsOf: url, encoding: .utf8)
    return text.split(separator: "\n").map { line in
      String(line).replacing(#/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z/#, with: "TIME")
    }
  }
}
