internal import GRPCCore
public import OTLP
internal import Synchronization

/// OTLP/gRPC. It must be closed.
///
/// Connections are made when something is sent and there is none, and at no other time: when to try
/// again is for the sender to say. So a connection that cannot be made is not kept: gRPC would go on
/// trying by itself, at the addresses that the collector's name had at the beginning, and fail what
/// is sent meanwhile.
///
/// https://opentelemetry.io/docs/specs/otlp/#otlpgrpc
public final class GRPCTransport: OTLPTransport {
  private let connector: Connector
  private let metadata: Metadata
  private let compression: CompressionAlgorithm
  private let state = Mutex(State())
  private let sessions: AsyncStream<Session>.Continuation
  /// Runs the sessions. It belongs to this object, and ends with ``close()``.
  private let running: Task<Void, Never>
  /// Ends when `running` has.
  private let ended: AsyncStream<Never>

  private struct State {
    var current: Session?
    var isClosed = false
  }

  /// How long ``close()`` waits for calls that have begun.
  private static let patience = Duration.seconds(1)

  /// Reads the files that the options name. Connects when something is sent.
  ///
  /// - Throws: `TransportError` for options that cannot be used.
  public init(_ options: TransportOptions) throws(TransportError) {
    connector = try Connector(options)
    var metadata = Metadata()
    for header in try options.checkedHeaders() {
      metadata.addString(header.value, forKey: header.name)
    }
    self.metadata = metadata
    compression = options.isCompressed ? .gzip : .none
    let (stream, sessions) = AsyncStream<Session>.makeStream()
    let (ended, end) = AsyncStream<Never>.makeStream()
    self.sessions = sessions
    self.ended = ended
    running = Task {
      await withDiscardingTaskGroup { group in
        for await session in stream {
          group.addTask { await session.run() }
        }
      }
      end.finish()
    }
  }

  /// Sends a serialized request.
  ///
  /// - Returns: the answer's bytes.
  public func send(
    _ request: [UInt8], signal: Signal, timeout: Duration
  ) async throws(TransportFailure) -> [UInt8] {
    if let failure = TransportFailure(tooLarge: request.count) { throw failure }
    let deadline = ContinuousClock.now + timeout
    let call = ClientRequest(message: request, metadata: metadata)
    var mayTryAgain = true
    while true {
      let session = try session()
      do throws(Session.Failure) {
        return try await session.call(
          signal.method, call, options: callOptions(timeout: max(.zero, deadline - .now)))
      } catch {
        if session.isUseless(after: error) { discard(session) }
        guard mayTryAgain, session.isStale(after: error) else {
          throw TransportFailure(error, connector.attempt)
        }
        mayTryAgain = false
      }
    }
  }

  /// Waits a second for calls that have begun, then ends them.
  public func close() async {
    let (current, isFirst) = state.withLock { state in
      defer { state.isClosed = true }
      return (state.current.take(), !state.isClosed)
    }
    guard isFirst else { return }
    current?.end()
    sessions.finish()
    await ended.wait(atMost: Self.patience)
    running.cancel()
  }

  private func callOptions(timeout: Duration) -> CallOptions {
    var options = CallOptions.defaults
    options.timeout = timeout
    // Said with each call: a client forgets its own setting when a connection has failed once.
    options.compression = compression
    options.maxResponseMessageBytes = MessageLimit.response
    return options
  }

  private func session() throws(TransportFailure) -> Session {
    try state.withLock { state throws(TransportFailure) in
      guard !state.isClosed else { throw .closed }
      if let current = state.current { return current }
      do {
        let session = Session(try connector.connect())
        state.current = session
        sessions.yield(session)
        return session
      } catch {
        throw TransportFailure(.other(error), connector.attempt)
      }
    }
  }

  /// The next call is to begin anew. Another may have seen to that already.
  private func discard(_ session: Session) {
    state.withLock { state in
      if state.current === session { state.current = nil }
    }
    session.abandon()
  }
}
