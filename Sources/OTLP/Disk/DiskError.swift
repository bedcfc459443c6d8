internal import Glibc

/// Something of the file system did not work.
struct DiskError: Error, CustomStringConvertible {
  /// What was attempted: `written`, `opened`.
  let action: StaticString
  let path: String
  let number: Int32

  init(_ action: StaticString, _ path: String, _ number: Int32 = errno) {
    self.action = action
    self.path = path
    self.number = number
  }

  var description: String {
    let cause = strerror(number).map { String(cString: $0) } ?? "error \(number)"
    return "\(path): cannot be \(action): \(cause)"
  }

  /// Whether it is for want of memory or descriptors rather than because of the file.
  var isPassing: Bool {
    [EMFILE, ENFILE, ENOMEM, EINTR, EAGAIN].contains(number)
  }
}
