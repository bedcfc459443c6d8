import Foundation

/// A tree like `/proc` in a temporary directory, which goes with it.
final class FakeProc {
  let path: String

  /// - Parameter files: Content by path within the tree.
  init(_ files: [String: String] = [:]) throws {
    let directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("procfs-\(UUID().uuidString)")
    path = directory.path
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    for (name, content) in files { try write(content, to: name) }
  }

  deinit {
    try? FileManager.default.removeItem(atPath: path)
  }

  func write(_ content: String, to name: String) throws {
    try write(Array(content.utf8), to: name)
  }

  func write(_ content: [UInt8], to name: String) throws {
    let file = try place(name)
    try Data(content).write(to: file)
  }

  func link(_ name: String, to target: String) throws {
    try FileManager.default.createSymbolicLink(
      atPath: place(name).path, withDestinationPath: target)
  }

  private func place(_ name: String) throws -> URL {
    let file = URL(fileURLWithPath: path).appendingPathComponent(name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    return file
  }
}

/// Numbers that look random but are the same each time.
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
