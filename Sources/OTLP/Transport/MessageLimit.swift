/// How large messages may be, in bytes, not compressed.
///
/// https://opentelemetry.io/docs/specs/otlp/#otlpgrpc-request and #otlphttp-request
package enum MessageLimit {
  /// What a client must not send more of.
  package static let request = 64 << 20
  /// What a client need not read more of.
  package static let response = 4 << 20
}

extension TransportFailure {
  /// A request above the limit; `nil` for one that may be sent.
  package init?(tooLarge bytes: Int) {
    guard bytes > MessageLimit.request else { return nil }
    self.init(
      isRetryable: false, code: "too large",
      message: """
        a request of \(bytes) bytes is above the protocol's limit of \(MessageLimit.request), and \
        was not sent. Make batches smaller
        """)
  }

  /// What is said of anything sent after the end.
  package static let closed = TransportFailure(
    isRetryable: false, code: "closed", message: "the exporter has been shut down")
}
