internal import Glibc

/// Telemetry as lines of JSON in a file, or on standard output, instead of at a collector. Each
/// signal that goes to files has one of its own: a file holds lines of one kind.
///
/// https://opentelemetry.io/docs/specs/otel/protocol/file-exporter/
public struct FileTransport: OTLPTransport {
  private enum Output {
    case file(LineFile)
    case standard(StandardOutput)
  }

  private let output: Output

  /// Lines go to a file, which is made when the first is written. Before it becomes larger than
  /// `limit` bytes, it is renamed to `….1`, in place of an earlier one.
  public init(path: String, limit: Int = 64 << 20) {
    output = .file(LineFile(path: path, limit: limit))
  }

  private init(_ output: Output) {
    self.output = output
  }

  /// Lines go to standard output.
  public static let standardOutput = FileTransport(.standard(StandardOutput()))

  /// Appends a line. A full disk is like a collector that is down: it may be tried again.
  public func send(
    _ request: [UInt8], signal: Signal, timeout: Duration
  ) async throws(TransportFailure) -> [UInt8] {
    let line: [UInt8]
    do {
      line = try JSONLine.encode(request, signal: signal)
    } catch {
      throw TransportFailure(isRetryable: false, code: "encoding", message: "\(error)")
    }
    do throws(DiskError) {
      switch output {
      case .file(let file): try await file.append(line)
      case .standard(let output): try await output.append(line)
      }
    } catch {
      throw TransportFailure(
        isRetryable: error.number != EPIPE, code: "file", message: error.description)
    }
    return []
  }

  /// Closes the file.
  public func close() async {
    if case .file(let file) = output { await file.close() }
  }
}
