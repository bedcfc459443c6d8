internal import Foundation
import Testing

@testable import Symbols

/// A directory in which a test compiles programs, removed when the test is over.
final class Workshop {
  let directory: String

  init() throws {
    directory = NSTemporaryDirectory() + "symbols-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: directory) }

  func path(_ name: String) -> String { "\(directory)/\(name)" }

  func write(_ name: String, _ content: some Sequence<UInt8>) throws {
    let place = URL(fileURLWithPath: path(name))
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content).write(to: place)
  }

  func write(_ name: String, _ content: String) throws { try write(name, Array(content.utf8)) }

  func bytes(_ name: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(fileURLWithPath: path(name))))
  }

  /// Runs a program in the directory and gives the lines that it prints.
  @discardableResult
  func run(_ command: [String], input: String = "") throws -> [String] {
    try Self.run(command, in: directory, input: input)
  }

  static func run(
    _ command: [String], in directory: String = NSTemporaryDirectory(), input: String = ""
  ) throws -> [String] {
    let place = NSTemporaryDirectory() + "run-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: place, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: place) }
    try Data(input.utf8).write(to: URL(fileURLWithPath: place + "/in"))
    for name in ["/out", "/err"] {
      _ = FileManager.default.createFile(atPath: place + name, contents: nil)
    }
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
    process.arguments = command
    process.currentDirectoryURL = URL(fileURLWithPath: directory)
    process.standardInput = FileHandle(forReadingAtPath: place + "/in")
    process.standardOutput = FileHandle(forWritingAtPath: place + "/out")
    process.standardError = FileHandle(forWritingAtPath: place + "/err")
    try process.run()
    process.waitUntilExit()
    let said = String(
      decoding: try Data(contentsOf: URL(fileURLWithPath: place + "/err")), as: UTF8.self)
    try #require(
      process.terminationStatus == 0, "\(command.joined(separator: " ")) failed: \(said)")
    let output = try Data(contentsOf: URL(fileURLWithPath: place + "/out"))
    return String(decoding: output, as: UTF8.self).split(separator: "\n").map(String.init)
  }

  func image(_ name: String) throws -> ObjectImage {
    try ObjectImage.read(path: path(name), debugDirectories: [path("debug")])
  }

  func information(_ name: String) throws -> DebugInformation? {
    try DebugInformation.read(path: path(name), debugDirectories: [path("debug")])
  }
}

extension ObjectImage {
  /// Opens and reads.
  static func read(
    path: String, debugDirectories: [String] = []
  ) throws -> ObjectImage {
    let file = try #require(FileHandle(forReadingAtPath: path))
    defer { withExtendedLifetime(file) {} }
    return try read(
      descriptor: file.fileDescriptor, path: path, debugDirectories: debugDirectories)
  }

  /// Every name, the preferred and the others, with its offset.
  var everyName: Set<NameAtOffset> {
    Set(
      functions.flatMap { function in
        ([function.linkageName] + function.aliases).map {
          NameAtOffset(name: $0, offset: function.offset)
        }
      })
  }

  func function(_ linkageName: String) throws -> CodeFunction {
    try #require(
      functions.first { $0.linkageName == linkageName || $0.aliases.contains(linkageName) },
      "\(linkageName)")
  }
}

extension DebugInformation {
  /// Opens and reads.
  static func read(path: String, debugDirectories: [String] = []) throws -> DebugInformation? {
    let file = try #require(FileHandle(forReadingAtPath: path))
    defer { withExtendedLifetime(file) {} }
    return try read(
      descriptor: file.fileDescriptor, path: path, debugDirectories: debugDirectories)
  }
}

/// What is compared with other programs' answers.
struct NameAtOffset: Hashable {
  let name: String
  let offset: UInt64
}
