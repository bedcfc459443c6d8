internal import Foundation

@testable import Libraries

/// A directory with what a test writes into it, removed when the test is over.
final class FileTreeFixture {
  let root: String
  /// The resolver's clock.
  var seconds = 1_000
  private(set) lazy var resolver = LibraryResolver(root: root) { [unowned self] in seconds }

  init() throws {
    root = NSTemporaryDirectory() + "libraries-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(atPath: root) }

  /// Writes a file, with the directories above it.
  func write(_ path: String, _ content: some Sequence<UInt8> = []) throws {
    let place = URL(fileURLWithPath: root + path)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(content).write(to: place)
  }

  func write(_ path: String, _ content: String) throws {
    try write(path, Array(content.utf8))
  }

  func link(_ path: String, to target: String) throws {
    let place = URL(fileURLWithPath: root + path)
    try FileManager.default.createDirectory(
      at: place.deletingLastPathComponent(), withIntermediateDirectories: true)
    try FileManager.default.createSymbolicLink(
      atPath: root + path, withDestinationPath: target)
  }

  func remove(_ path: String) throws {
    try FileManager.default.removeItem(atPath: root + path)
  }

  /// Each library as `kind name version path package`, with `-` for what is not known.
  func ask(_ path: String, isMapped: Bool = false) -> [String] {
    resolver.ask(path, isMapped: isMapped).map(\.line)
  }
}

extension LibraryResolver {
  func ask(_ path: String, isMapped: Bool = false) -> [Library] {
    Array(path.utf8).withUnsafeBytes { libraries(of: $0, isMapped: isMapped) }
  }
}

extension Library {
  var nameText: String { String(decoding: name, as: UTF8.self) }
  var pathText: String { String(decoding: path, as: UTF8.self) }
  var line: String {
    "\(kind.rawValue) \(nameText) \(version ?? "-") \(pathText) \(package ?? "-")"
  }
}
