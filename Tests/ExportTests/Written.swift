import Foundation

@testable import Export

/// What is written to a buffer in `body`.
func written(_ body: (inout ByteBuffer) throws -> Void) throws -> [UInt8] {
  let file = try TestDirectory()
  let path = file.path("output")
  let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
  defer { close(descriptor) }
  var buffer = ByteBuffer(DescriptorOutput(descriptor: descriptor, name: path))
  try body(&buffer)
  try buffer.flush()
  return Array(try Data(contentsOf: URL(filePath: path)))
}

func text(_ body: (inout ByteBuffer) throws -> Void) throws -> String {
  String(decoding: try written(body), as: UTF8.self)
}

/// A directory of a test's own, removed with this object.
final class TestDirectory {
  let path: String

  init() throws {
    path = FileManager.default.temporaryDirectory.path + "/sonde-export-\(UUID().uuidString)"
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
  }

  deinit { try? FileManager.default.removeItem(atPath: path) }

  func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Hidden ones too.
  func names() throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path).sorted()
  }
}
