internal import GRPCCore
internal import GRPCNIOTransportHTTP2Posix
internal import Synchronization

/// A client and its connection, for as long as that is of use.
final class Session: Sendable {
  private let client: GRPCClient<HTTP2ClientTransport.Posix>
  private let state = Mutex(State())
  private let abandoned: (stream: AsyncStream<Never>, continuation: AsyncStream<Never>.Continuation)

  private struct State {
    var calls = 0
    var isAbandoned = false
    /// Whether the other side has ever answered.
    var wasReached = false
    /// Calls that had no answer in time, since the last that had one.
    var late = 0
  }

  /// Connections whose other end has gone silent look like a slow collector. So many late calls and
  /// the next is given a new connection.
  private static let mostLate = 2

  init(_ transport: HTTP2ClientTransport.Posix) {
    client = GRPCClient(transport: transport)
    abandoned = AsyncStream<Never>.makeStream()
  }

  /// Keeps the connection; ends when the last call has, after ``end()`` or ``abandon()``.
  func run() async {
    await withTaskGroup { group in
      // Its errors are those of the calls, which tell them.
      group.addTask { [client] in try? await client.runConnections() }
      group.addTask { [abandoned] in
        for await _ in abandoned.stream {}
      }
      await group.next()
      group.cancelAll()
    }
  }

  /// One unary call. After some failures the session is of no more use.
  func call(
    _ method: MethodDescriptor, _ request: ClientRequest<[UInt8]>, options: CallOptions
  ) async throws(Failure) -> [UInt8] {
    state.withLock { $0.calls += 1 }
    defer { leave() }
    let answer: Result<[UInt8], RPCError>
    do {
      answer = try await client.unary(
        request: request, descriptor: method, serializer: PassThrough(),
        deserializer: PassThrough(), options: options
      ) { response in
        response.accepted.flatMap(\.message)
      }
    } catch {
      let failure = Failure(unanswered: error)
      if case .late = failure { state.withLock { $0.late += 1 } }
      throw failure
    }
    state.withLock { state in
      state.wasReached = true
      state.late = 0
    }
    switch answer {
    case .success(let message): return message
    case .failure(let error): throw Failure(answer: error)
    }
  }

  /// Whether the next call should not be made here.
  func isUseless(after failure: Failure) -> Bool {
    switch failure {
    case .unreachable, .ended: true
    case .late: state.withLock { $0.late >= Self.mostLate }
    case .answered, .cancelled, .other: false
    }
  }

  /// Whether the failure says nothing of now: there was a connection once, and another can be tried.
  func isStale(after failure: Failure) -> Bool {
    switch failure {
    case .unreachable: state.withLock { $0.wasReached }
    case .ended: true
    case .late, .answered, .cancelled, .other: false
    }
  }

  /// Lets calls end that have begun, then closes the connection.
  func end() { client.beginGracefulShutdown() }

  /// The same where there is no connection to close: asked to end in peace, the client would go on
  /// trying to make one.
  func abandon() {
    let isIdle = state.withLock { state in
      state.isAbandoned = true
      return state.calls == 0
    }
    if isIdle { abandoned.continuation.finish() }
  }

  private func leave() {
    let isLast = state.withLock { state in
      state.calls -= 1
      return state.calls == 0 && state.isAbandoned
    }
    if isLast { abandoned.continuation.finish() }
  }
}
