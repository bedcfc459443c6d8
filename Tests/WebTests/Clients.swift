import Foundation
import Synchronization

/// Connections that are all open at the same time.
final class Clients: Sendable {
  private struct State {
    var conversations: [Conversation] = []
    var waiting: (count: Int, waiter: CheckedContinuation<Void, Never>)?
  }

  private let state = Mutex(State())
  private let port = AsyncStream.makeStream(of: Int.self)

  var all: [Conversation] { state.withLock(\.conversations) }

  func closeAll() {
    for client in all { client.close() }
  }

  @discardableResult
  func connect(to port: Int) throws -> Conversation {
    let client = try Conversation(port: port)
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      state.conversations.append(client)
      guard let waiting = state.waiting, state.conversations.count >= waiting.count else {
        return nil
      }
      state.waiting = nil
      return waiting.waiter
    }
    waiter?.resume()
    return client
  }

  /// Lets ``connectUntilRefused()`` begin.
  func begin(at port: Int) {
    self.port.continuation.yield(port)
  }

  /// Makes one connection after the other until there is no server any more, or there are very many.
  func connectUntilRefused() async {
    for await port in port.stream {
      return await withCheckedContinuation { finished in
        Thread.detachNewThread {
          while self.all.count < 400, (try? self.connect(to: port)) != nil {}
          finished.resume()
        }
      }
    }
  }

  /// Returns when there are so many connections.
  func waitFor(_ count: Int) async {
    await withCheckedContinuation { waiter in
      let isThere = state.withLock { state in
        if state.conversations.count < count { state.waiting = (count, waiter) }
        return state.conversations.count >= count
      }
      if isThere { waiter.resume() }
    }
  }
}
