import Glibc

/// A file descriptor that results go to.
struct OutputFile: Sendable {
  let descriptor: Int32

  static let standardOutput = OutputFile(descriptor: STDOUT_FILENO)
  static let standardError = OutputFile(descriptor: STDERR_FILENO)

  var isTerminal: Bool { isatty(descriptor) == 1 }

  func write(_ bytes: [UInt8]) throws(OutputError) {
    var rest = bytes[...]
    while !rest.isEmpty {
      let count = rest.withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
      if count >= 0 {
        rest = rest.dropFirst(count)
      } else if errno == EPIPE {
        throw .closed
      } else if errno != EINTR {
        throw .failed(descriptor: descriptor, error: errno)
      }
    }
  }

  /// Says something of our own; that it cannot be written changes nothing.
  func say(_ message: String) {
    try? write(Array("sonde: \(message)\n".utf8))
  }

  /// Runs `body`; that nobody reads on, as in `| head`, is no error.
  static func untilClosed(_ body: () throws -> Void) throws {
    do {
      try body()
    } catch OutputError.closed {
      return
    }
  }
}

/// Why results could not be written.
enum OutputError: Error, CustomStringConvertible {
  /// Nobody reads them any more.
  case closed
  case failed(descriptor: Int32, error: Int32)

  var description: String {
    switch self {
    case .closed: "nobody reads the output any more"
    case .failed(let descriptor, let error):
      "cannot write to \(descriptor == STDERR_FILENO ? "standard error" : "standard output"): "
        + String(cString: strerror(error))
    }
  }
}

/// Collects output, so that a line is not a system call.
final class BufferedOutput {
  private let file: OutputFile
  private var buffer: [UInt8] = []
  private static let size = 64 << 10

  init(_ file: OutputFile) {
    self.file = file
    buffer.reserveCapacity(Self.size + 4096)
  }

  func write(_ bytes: some Sequence<UInt8>) throws(OutputError) {
    buffer.append(contentsOf: bytes)
    if buffer.count >= Self.size { try flush() }
  }

  func flush() throws(OutputError) {
    try file.write(buffer)
    buffer.removeAll(keepingCapacity: true)
  }
}
