import Glibc

/// Reads a file of settings whole.
enum SettingsFile {
  /// More than anyone writes by hand: a device or a data file given by mistake is not read up.
  static let sizeLimit = 1 << 20

  static func read(_ path: String) throws(SettingsError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw unreadable(path, errno)
    }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.count <= sizeLimit {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return bytes }
      if count > 0 {
        bytes += chunk.prefix(count)
      } else if errno != EINTR {
        throw unreadable(path, errno)
      }
    }
    throw SettingsError(
      place: .file(path),
      message: "is larger than \(sizeLimit >> 20) MiB; give the path of a configuration file")
  }

  private static func unreadable(_ path: String, _ code: Int32) -> SettingsError {
    SettingsError(
      place: .file(path),
      message: "the configuration file cannot be read: \(String(cString: strerror(code)))")
  }
}
