internal import Glibc

/// Writes to a file descriptor, all of it or an error.
struct DescriptorOutput {
  let descriptor: Int32
  /// As errors name it.
  let name: String

  static let standardOutput = DescriptorOutput(
    descriptor: STDOUT_FILENO, name: "standard output")

  func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while let base = rest.baseAddress, rest.count > 0 {
      let count = Glibc.write(descriptor, base, rest.count)
      if count >= 0 {
        rest = UnsafeRawBufferPointer(rebasing: rest[count...])
      } else if errno == EPIPE {
        throw ExportError.closed
      } else if errno != EINTR {
        throw ExportError.file(name, "written", error: errno)
      }
    }
  }
}
