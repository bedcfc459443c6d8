import NIOCore
import Synchronization

/// The connections of a server: how many there may be, and that none outlives it.
final class OpenConnections: Sendable {
  private struct State {
    var channels: [ObjectIdentifier: any Channel] = [:]
    var refused: Int64 = 0
    var isOver = false
  }

  /// What becomes of a new connection.
  enum Admission {
    case served
    /// There are as many as there may be.
    case tooMany
    /// The server has ended.
    case tooLate
  }

  private let limit: Int
  private let state = Mutex(State())

  init(limit: Int) {
    self.limit = limit
  }

  /// How many connections were not served because there were too many.
  var refused: Int64 { state.withLock(\.refused) }

  /// Takes note of a connection until it has been closed.
  func admit(_ channel: any Channel) -> Admission {
    let id = ObjectIdentifier(channel)
    let admission: Admission = state.withLock { state in
      guard !state.isOver else { return .tooLate }
      let isTooMany = state.channels.count >= limit
      if isTooMany { state.refused += 1 }
      state.channels[id] = channel
      return isTooMany ? .tooMany : .served
    }
    if admission != .tooLate {
      channel.closeFuture.whenComplete { _ in
        self.state.withLock { _ = $0.channels.removeValue(forKey: id) }
      }
    }
    return admission
  }

  /// Closes all that there are, and those that still come. Returns when they are closed.
  func closeAll() async {
    let channels = state.withLock { state in
      state.isOver = true
      return Array(state.channels.values)
    }
    for channel in channels { channel.close(promise: nil) }
    for channel in channels { try? await channel.closeFuture.get() }
  }
}
