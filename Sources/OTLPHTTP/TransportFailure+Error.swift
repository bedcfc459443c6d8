internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix
internal import OTLP

extension TransportFailure {
  /// A request that was not answered.
  ///
  /// - Parameter hasAnswered: whether anything ever came from there.
  init(_ error: any Error, _ attempt: ConnectionTrouble.Attempt, hasAnswered: Bool) {
    switch error {
    case is CancellationError:
      self.init(isRetryable: true, code: "cancelled", message: "broken off here")
    case is NIOTooManyBytesError:
      self.init(
        isRetryable: false, code: "response too large",
        message: "the answer of \(attempt.place) is larger than \(MessageLimit.response) bytes")
    case let error as HTTPClientError:
      self.init(error, attempt, hasAnswered: hasAnswered)
    case let error as IOError:
      let cause = ConnectionTrouble.Cause.system(error.errnoCode)
      self =
        hasAnswered || cause == .closed
        ? Self.broken(SystemError.words(error.errnoCode), attempt, hasAnswered: hasAnswered)
        : TransportFailure(ConnectionTrouble(cause, attempt))
    case let error as NIOConnectionError:
      self.init(ConnectionTrouble(error.cause, attempt))
    case is HTTPParserError:
      self.init(ConnectionTrouble(.notUnderstood, attempt))
    default:
      self.init(ConnectionTrouble(.other(String(reflecting: error)), attempt))
    }
  }

  private init(
    _ error: HTTPClientError, _ attempt: ConnectionTrouble.Attempt, hasAnswered: Bool
  ) {
    switch error {
    case .deadlineExceeded, .connectTimeout, .readTimeout, .writeTimeout, .tlsHandshakeTimeout,
      .getConnectionFromPoolTimeout:
      self.init(
        isRetryable: true, code: "timeout",
        message: "no answer from \(attempt.place) in time. \(.timeout) says how long to wait")
    case .remoteConnectionClosed, .uncleanShutdown:
      self = Self.broken("it closed the connection", attempt, hasAnswered: hasAnswered)
    case .cancelled: self.init(isRetryable: true, code: "cancelled", message: "broken off here")
    case .alreadyShutdown: self = .closed
    default: self.init(isRetryable: false, code: "client", message: error.description)
    }
  }

  /// The connection ended before the answer did.
  private static func broken(
    _ words: String, _ attempt: ConnectionTrouble.Attempt, hasAnswered: Bool
  ) -> TransportFailure {
    guard hasAnswered else { return TransportFailure(ConnectionTrouble(.closed, attempt)) }
    return TransportFailure(
      isRetryable: true, code: "connection lost",
      message: "the connection with \(attempt.place) was lost before an answer came: \(words)")
  }

  private init(_ trouble: ConnectionTrouble) {
    self.init(isRetryable: true, code: trouble.code, message: trouble.message)
  }
}

extension NIOConnectionError {
  /// That of the last address, or why the name has none.
  fileprivate var cause: ConnectionTrouble.Cause {
    guard let error = connectionErrors.last?.error ?? dnsAError ?? dnsAAAAError else {
      return .other("\(self)")
    }
    guard let error = error as? IOError else { return .other("\(error)") }
    return .system(error.errnoCode)
  }
}
