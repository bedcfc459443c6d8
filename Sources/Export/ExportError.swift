internal import Glibc

/// Why something could not be exported.
public enum ExportError: Error, Equatable, CustomStringConvertible {
  /// Nobody reads the output any more.
  case closed
  /// What was asked for cannot be done; the message names the thing and the mend.
  case refused(String)
  /// The file system does not do its part; the message names the place and the mend.
  case unwritable(String)
  /// A value is not what its column holds.
  case misfit(String)

  /// The message.
  public var description: String {
    switch self {
    case .closed: "nobody reads the output any more"
    case .refused(let message), .unwritable(let message), .misfit(let message): message
    }
  }

  /// A file that cannot be made or written, by `errno`.
  static func file(_ path: String, _ action: String, error: Int32) -> ExportError {
    let reason = String(cString: strerror(error))
    let mend =
      switch error {
      case ENOSPC, EDQUOT, EFBIG: "Make room there, or name another place"
      case EACCES, EPERM, EROFS: "Check the permissions, or name another place"
      case ENOENT, ENOTDIR: "Make the directory first, or name another place"
      default: "Name another place"
      }
    return .unwritable("\(path): cannot be \(action): \(reason). \(mend)")
  }
}
