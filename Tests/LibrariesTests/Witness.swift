internal import Foundation
import Testing

@testable import Libraries

/// Programs that know by themselves what the resolver must find out.
enum Witness {
  /// A script of the tests.
  static func script(_ name: String) -> String {
    URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .appendingPathComponent("Scripts/\(name)").path
  }

  /// Runs a program and gives the lines it prints, each cut at tabs.
  static func ask(_ command: [String], input: String = "") throws -> [[String]] {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    let directory = NSTemporaryDirectory() + "witness-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: directory) }
    try Data(input.utf8).write(to: URL(fileURLWithPath: directory + "/in"))
    _ = FileManager.default.createFile(atPath: directory + "/out", contents: nil)
    process.standardInput = FileHandle(forReadingAtPath: directory + "/in")
    process.standardOutput = FileHandle(forWritingAtPath: directory + "/out")
    try process.run()
    process.waitUntilExit()
    try #require(process.terminationStatus == 0, "\(command.joined(separator: " ")) failed")
    let output = try Data(contentsOf: URL(fileURLWithPath: directory + "/out"))
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map {
      $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    }
  }

  /// The absolute paths that a program and its children opened, by strace; and what it printed.
  static func trace(_ command: [String]) throws -> (opened: [String], printed: [[String]]) {
    let log = NSTemporaryDirectory() + "strace-\(UUID().uuidString)"
    defer { try? FileManager.default.removeItem(atPath: log) }
    let options = ["strace", "-f", "-e", "trace=open,openat", "-e", "signal=none", "-o", log]
    let printed = try ask(options + command)
    let text = String(decoding: try Data(contentsOf: URL(fileURLWithPath: log)), as: UTF8.self)
    var opened: Set<String> = []
    for line in text.split(separator: "\n") where !line.contains(" = -1 ") {
      let parts = line.split(separator: "\"", maxSplits: 2)
      if parts.count == 3, parts[1].hasPrefix("/") { opened.insert(String(parts[1])) }
    }
    return (opened.sorted(), printed)
  }
}

extension LibraryResolver {
  /// What the opened paths say of one language; shared objects among them count as mapped.
  func libraries(ofOpened paths: [String], kind: Library.Kind) -> Set<Library> {
    Set(paths.flatMap { ask($0, isMapped: $0.contains(".so")) }.filter { $0.kind == kind })
  }
}
