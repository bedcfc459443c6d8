internal import GRPCCore
internal import NIOCore
internal import OTLP

extension TransportFailure {
  /// What the protocol allows to be sent again. `RESOURCE_EXHAUSTED` only if it is said when.
  ///
  /// https://opentelemetry.io/docs/specs/otlp/#failures
  private static let retryable: Set<RPCError.Code> = [
    .cancelled, .deadlineExceeded, .aborted, .outOfRange, .unavailable, .dataLoss,
  ]

  private static let longestMessage = 500

  /// A call that failed.
  init(_ failure: Session.Failure, _ attempt: ConnectionTrouble.Attempt) {
    switch failure {
    case .ended: self = .closed
    case .answered(let error): self.init(error)
    case .unreachable(let error):
      self.init(
        isRetryable: true, code: RPCError.Code.unavailable.name,
        message: ConnectionTrouble(error.connectionCause, attempt).message)
    case .late:
      self.init(
        isRetryable: true, code: RPCError.Code.deadlineExceeded.name,
        message: "no answer from \(attempt.place) in time. \(.timeout) says how long to wait")
    case .cancelled:
      self.init(isRetryable: true, code: RPCError.Code.cancelled.name, message: "broken off here")
    case .other(let error as RPCError): self.init(error)
    case .other(let error):
      self.init(
        isRetryable: false, code: RPCError.Code.unknown.name,
        message: "\(error)".harmless(limit: Self.longestMessage))
    }
  }

  private init(_ error: RPCError) {
    let details = error.metadata[binaryValues: "grpc-status-details-bin"]
    let status = details.lazy.compactMap { ServerStatus(serialized: $0) }.first
    let isRetryable =
      Self.retryable.contains(error.code)
      || (error.code == .resourceExhausted && status?.retryAfter != nil)
    let said = error.message.isEmpty ? status?.message ?? "" : error.message
    self.init(
      isRetryable: isRetryable, retryAfter: isRetryable ? status?.retryAfter : nil,
      code: error.code.name,
      message: Self.words(said, cause: error.cause, mend: Self.mend(error.code)))
  }

  private static func words(_ said: String, cause: (any Error)?, mend: String?) -> String {
    var parts = [said.isEmpty ? "no reason was given" : said.harmless(limit: longestMessage)]
    if let cause { parts[0] += " (\("\(cause)".harmless(limit: longestMessage)))" }
    if let mend { parts.append(mend) }
    return parts.joined(separator: ". ")
  }

  private static func mend(_ code: RPCError.Code) -> String? {
    switch code {
    case .unauthenticated, .permissionDenied: "Check the token in \(.headers)"
    case .unimplemented: "Check that the collector takes OTLP at the port in \(.endpoint)"
    default: nil
    }
  }
}

extension RPCError {
  /// The error at the bottom, where the reason is.
  fileprivate var connectionCause: ConnectionTrouble.Cause {
    var cause = cause
    while let inner = (cause as? RPCError)?.cause { cause = inner }
    guard let cause else { return .closed }
    if let cause = cause as? IOError { return .system(cause.errnoCode) }
    let text = String(reflecting: cause)
    return text.contains("NIOHTTP2Errors") ? .notUnderstood : .other(text)
  }
}
