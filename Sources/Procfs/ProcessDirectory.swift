internal import Glibc

/// The open directory of one process.
///
/// What is read through it is of that process: once it is gone, all reads fail, even if another
/// process has its id by then.
struct ProcessDirectory: ~Copyable {
  private static let pathLimit = 4096

  private let file: Int32

  init?(pid: Int32, root: String) {
    file = open("\(root)/\(pid)", O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard file >= 0 else { return nil }
  }

  deinit {
    close(file)
  }

  /// The content of a file, cut after `limit` bytes, or `nil` if it cannot be read.
  func read(_ name: String, limit: Int) -> [UInt8]? {
    let entry = openat(file, name, O_RDONLY | O_CLOEXEC)
    guard entry >= 0 else { return nil }
    defer { close(entry) }
    return FileBytes.read(entry, limit: limit)
  }

  /// What a symbolic link points to, or `nil` if that cannot be read.
  func link(_ name: String) -> [UInt8]? {
    var bytes = [UInt8](repeating: 0, count: Self.pathLimit)
    let count = bytes.withUnsafeMutableBytes { buffer in
      let start = buffer.baseAddress?.assumingMemoryBound(to: CChar.self)
      return start.map { readlinkat(file, name, $0, buffer.count) } ?? -1
    }
    guard count > 0 else { return nil }
    return Array(bytes.prefix(count))
  }

  func status() -> ProcessStatus? {
    read("stat", limit: 4096).flatMap(ProcessStatus.init(parsing:))
  }
}
