import Glibc
import Procfs

/// The files in which a kernel describes itself, below roots that tests may replace.
struct HostFiles {
  var proc = "/proc"
  var sys = "/sys"

  /// Why a file could not be read.
  struct Unreadable: Error, CustomStringConvertible {
    let path: String
    let code: Int32

    var description: String { "\(path): \(String(cString: strerror(code)))" }
  }

  /// More than any of these files has.
  private static let sizeLimit = 1 << 20

  /// The text of a small file, without the newline at its end.
  func text(_ path: String) throws(Unreadable) -> String {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Unreadable(path: path, code: errno) }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 14)
    while bytes.count < Self.sizeLimit {
      let count = read(descriptor, &chunk, chunk.count)
      if count < 0, errno == EINTR { continue }
      // Pressure files can be opened, but not read, where the kernel does not measure.
      guard count >= 0 else { throw Unreadable(path: path, code: errno) }
      guard count > 0 else { break }
      bytes += chunk.prefix(count)
    }
    if bytes.last == UInt8(ascii: "\n") { bytes.removeLast() }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Where a symbolic link leads; `nil` when it cannot be read.
  func link(_ path: String) -> String? {
    var target = [UInt8](repeating: 0, count: 256)
    let count = readlink(path, &target, target.count)
    return count > 0 ? String(decoding: target.prefix(count), as: UTF8.self) : nil
  }

  /// Whether there is such a file, readable or not.
  func exists(_ path: String) -> Bool {
    access(path, F_OK) == 0
  }

  /// The first bytes of a file, and how long it is.
  func beginning(_ path: String, count: Int) throws(Unreadable) -> (bytes: [UInt8], size: Int) {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw Unreadable(path: path, code: errno) }
    defer { close(descriptor) }
    var bytes = [UInt8](repeating: 0, count: count)
    let got = read(descriptor, &bytes, count)
    guard got >= 0, let status = FileStatus(descriptor: descriptor) else {
      throw Unreadable(path: path, code: errno)
    }
    return (Array(bytes.prefix(got)), status.size)
  }
}
