import Glibc
import OTLP
import OpenTelemetryProto
import SwiftProtobuf
import Synchronization

/// A collector that writes down what it takes. Of eleven requests it fails two and refuses one.
final class ReceiptTransport: OTLPTransport {
  private let descriptor: Int32
  private let count = Mutex(0)

  init(path: String) {
    descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND, 0o600)
  }

  func send(
    _ request: [UInt8], signal: Signal, timeout: Duration
  ) async throws(TransportFailure) -> [UInt8] {
    let number = count.withLock { count in
      count += 1
      return count
    }
    write(".", to: STDOUT_FILENO)
    switch number % 11 {
    case 3, 4: throw TransportFailure(isRetryable: true, code: "UNAVAILABLE", message: "")
    case 7: throw TransportFailure(isRetryable: false, code: "INVALID_ARGUMENT", message: "")
    default:
      let data = try? Opentelemetry_Proto_Trace_V1_TracesData(serializedBytes: request)
      let names = (data?.resourceSpans ?? []).flatMap(\.scopeSpans).flatMap(\.spans).map(\.name)
      // One call: all of it is there, or nothing.
      write(names.map { "\($0)\n" }.joined(), to: descriptor)
      return []
    }
  }

  func close() async {}

  private func write(_ text: String, to descriptor: Int32) {
    _ = Array(text.utf8).withUnsafeBytes { Glibc.write(descriptor, $0.baseAddress, $0.count) }
  }
}
