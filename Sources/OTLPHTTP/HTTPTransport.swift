internal import AsyncHTTPClient
internal import NIOCore
internal import NIOHTTP1
public import OTLP
internal import Synchronization

/// OTLP/HTTP with protobuf. It must be closed.
///
/// Connections are made when something is sent and none is free, and kept for 90 seconds.
///
/// https://opentelemetry.io/docs/specs/otlp/#otlphttp
public final class HTTPTransport: OTLPTransport {
  private let client: HTTPClient
  private let attempt: ConnectionTrouble.Attempt
  /// All but the body.
  private let request: HTTPClientRequest
  private let isCompressed: Bool
  private let isClosed = Atomic(false)
  /// Whether the other side is known to speak the protocol.
  private let hasAnswered = Atomic(false)

  /// How long ``close()`` waits for the client.
  private static let patience = Duration.seconds(1)

  /// Reads the files that the options name. Connects when something is sent.
  ///
  /// - Throws: `TransportError` for options that cannot be used.
  public init(_ options: TransportOptions) throws(TransportError) {
    let address = try CollectorAddress(options.endpoint)
    guard let scheme = address.scheme else {
      throw TransportError(
        """
        \(.endpoint) is "\(options.endpoint.harmless(limit: 200))". Write http:// or https:// \
        before it
        """)
    }
    let isEncrypted = scheme == .https
    request = try Self.request(options)
    isCompressed = options.isCompressed
    attempt = ConnectionTrouble.Attempt(
      place: "\(address.place):\(address.port ?? (isEncrypted ? 443 : 80))",
      isEncrypted: isEncrypted, hasIdentity: options.clientCertificateFile != nil,
      wireProtocol: "HTTP")
    client = HTTPClient(
      eventLoopGroupProvider: .singleton,
      configuration: try .init(options, isEncrypted: isEncrypted))
  }

  private static func request(
    _ options: TransportOptions
  ) throws(TransportError) -> HTTPClientRequest {
    var request = HTTPClientRequest(url: options.endpoint)
    request.method = .POST
    for header in try options.checkedHeaders() {
      request.headers.add(name: header.name, value: header.value)
    }
    request.headers.add(name: "content-type", value: "application/x-protobuf")
    if options.isCompressed { request.headers.add(name: "content-encoding", value: "gzip") }
    return request
  }

  /// Sends a serialized request.
  ///
  /// - Parameters:
  ///   - request: the message's bytes, not compressed.
  ///   - signal: does not matter: the URL is that of one signal.
  ///   - timeout: until the whole answer is there.
  /// - Returns: the answer's bytes.
  public func send(
    _ request: [UInt8], signal: Signal, timeout: Duration
  ) async throws(TransportFailure) -> [UInt8] {
    if let failure = TransportFailure(tooLarge: request.count) { throw failure }
    guard !isClosed.load(ordering: .relaxed) else { throw .closed }
    var post = self.request
    post.body = .bytes(try body(request))
    let deadline = ContinuousClock.now + timeout
    do {
      let response = try await client.execute(post, timeout: TimeAmount(timeout))
      hasAnswered.store(true, ordering: .relaxed)
      let answer = try await Answer(response, before: deadline)
      guard answer.isSuccess else { throw TransportFailure(answer) }
      return answer.body
    } catch let failure as TransportFailure {
      throw failure
    } catch {
      throw TransportFailure(
        error, attempt, hasAnswered: hasAnswered.load(ordering: .relaxed))
    }
  }

  /// Ends what is being sent.
  public func close() async {
    guard !isClosed.exchange(true, ordering: .relaxed) else { return }
    let (ended, end) = AsyncStream<Never>.makeStream()
    client.shutdown { _ in end.finish() }
    // A connection that is being made is waited for, and whether it can be may take long to know.
    await ended.wait(atMost: Self.patience)
  }

  private func body(_ request: [UInt8]) throws(TransportFailure) -> ByteBuffer {
    guard isCompressed else { return ByteBuffer(bytes: request) }
    guard let body = Gzip.compress(request) else {
      throw TransportFailure(
        isRetryable: true, code: "memory", message: "there is no memory to compress a request")
    }
    // What cannot be compressed becomes a little larger.
    if let failure = TransportFailure(tooLarge: body.readableBytes) { throw failure }
    return body
  }
}
