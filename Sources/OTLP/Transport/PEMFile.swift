internal import Glibc

/// The bytes of a PEM file: read once, when a transport is made, so that what is wrong with it is
/// known then and not at the first connection.
package enum PEMFile {
  /// What a file is to hold.
  package enum Content: String, Sendable {
    case certificate = "CERTIFICATE"
    /// RSA and EC keys have their own words before it.
    case privateKey = "PRIVATE KEY"

    fileprivate var words: String {
      switch self {
      case .certificate: "certificate"
      case .privateKey: "private key"
      }
    }
  }

  /// Far above a file with all the authorities of a system.
  private static let largest = 4 << 20

  /// Reads a file that a setting names.
  package static func read(
    _ path: String, _ content: Content, setting: TransportSetting
  ) throws(TransportError) -> [UInt8] {
    let bytes = try contents(of: path, setting: setting)
    let text = String(decoding: bytes, as: UTF8.self)
    let isThere = text.split(whereSeparator: \.isNewline).contains {
      $0.hasPrefix("-----BEGIN ") && $0.contains("\(content.rawValue)-----")
    }
    guard isThere else {
      throw TransportError("\(path): there is no \(content.words) in PEM in it. Check \(setting)")
    }
    return bytes
  }

  private static func contents(
    of path: String, setting: TransportSetting
  ) throws(TransportError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { throw unreadable(path, setting) }
    defer { close(descriptor) }
    var result: [UInt8] = []
    var chunk = [UInt8](repeating: 0, count: 64 << 10)
    while true {
      let count = Glibc.read(descriptor, &chunk, chunk.count)
      if count == 0 { return result }
      guard count > 0 else {
        if errno == EINTR { continue }
        throw unreadable(path, setting)
      }
      result += chunk[..<count]
      guard result.count <= largest else {
        throw TransportError("\(path): too large for a PEM file. Check \(setting)")
      }
    }
  }

  private static func unreadable(_ path: String, _ setting: TransportSetting) -> TransportError {
    let reason = SystemError.words(errno)
    return TransportError("\(path): cannot be read: \(reason). Check \(setting)")
  }
}
