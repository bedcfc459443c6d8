internal import Glibc

/// A directory that looks like `/proc`: the real one, or a tree that a test has written.
struct ProcRoot: Sendable {
  let path: String

  /// The content of a file, or `nil` if it cannot be read or is longer than `limit`.
  ///
  /// Only the size that is read counts: the kernel reports 0 for what it makes up as it is read.
  func read(_ name: String, limit: Int = 4 << 20) -> [UInt8]? {
    let file = open("\(path)/\(name)", O_RDONLY | O_CLOEXEC)
    guard file >= 0 else { return nil }
    defer { close(file) }
    guard let bytes = FileBytes.read(file, limit: limit + 1), bytes.count <= limit else {
      return nil
    }
    return bytes
  }
}
