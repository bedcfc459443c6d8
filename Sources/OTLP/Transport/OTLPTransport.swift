/// Carries one request to a collector and brings back its answer. It tries once: whether and when
/// to try again is for its user to say.
public protocol OTLPTransport: Sendable {
  /// Sends a serialized `Export…ServiceRequest`.
  ///
  /// - Parameters:
  ///   - request: the message's bytes, not compressed.
  ///   - signal: which service it is for.
  ///   - timeout: after which the try has failed.
  /// - Returns: the serialized `Export…ServiceResponse`; empty when there was none.
  func send(
    _ request: [UInt8], signal: Signal, timeout: Duration
  ) async throws(TransportFailure) -> [UInt8]

  /// Lets go of connections. Nothing may be sent afterwards.
  func close() async
}

/// Why a request was not taken, or may not have been.
public struct TransportFailure: Error, Sendable, Equatable {
  /// Whether the protocol allows the same request to be sent again.
  public var isRetryable: Bool
  /// How long the other side asks to be left alone first.
  public var retryAfter: Duration?
  /// The protocol's name for it: `UNAVAILABLE`, `503`, `connect`.
  public var code: String
  /// What happened, its cause included, in words.
  public var message: String

  /// Says why.
  public init(isRetryable: Bool, retryAfter: Duration? = nil, code: String, message: String) {
    self.isRetryable = isRetryable
    self.retryAfter = retryAfter
    self.code = code
    self.message = message
  }
}
