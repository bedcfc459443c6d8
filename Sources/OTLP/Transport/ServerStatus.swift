internal import OpenTelemetryProto
internal import SwiftProtobuf

/// What a collector says of an error: a `google.rpc.Status`, in gRPC's trailers and HTTP's bodies.
///
/// https://opentelemetry.io/docs/specs/otlp/#failures-1
package struct ServerStatus: Sendable, Equatable {
  /// In words, of the other side's choice.
  package let message: String
  /// `RetryInfo`: how long it asks to be left alone.
  package let retryAfter: Duration?

  /// `nil` when the bytes are something else.
  package init?(serialized bytes: [UInt8]) {
    guard let status = try? Google_Rpc_Status(serializedBytes: bytes) else { return nil }
    message = status.message
    let delays = status.details.lazy.compactMap { detail in
      detail.isA(Google_Rpc_RetryInfo.self) ? try? Google_Rpc_RetryInfo(unpackingAny: detail) : nil
    }
    retryAfter = delays.first.map { info in
      let delay = Duration(
        secondsComponent: info.retryDelay.seconds,
        attosecondsComponent: Int64(info.retryDelay.nanos) * 1_000_000_000)
      return max(.zero, delay)
    }
  }
}
