internal import Synchronization

/// Holds tasks up until it is opened, once and for all.
final class Gate: Sendable {
  private enum State {
    case closed([CheckedContinuation<Void, Never>])
    case open
  }

  private let state = Mutex(State.closed([]))

  var isOpen: Bool {
    state.withLock { if case .open = $0 { true } else { false } }
  }

  func open() {
    let waiting: [CheckedContinuation<Void, Never>] = state.withLock { state in
      guard case .closed(let waiting) = state else { return [] }
      state = .open
      return waiting
    }
    for waiter in waiting { waiter.resume() }
  }

  /// Returns when it is open. Does not heed cancellation: whoever waits is sure that it will open.
  func wait() async {
    await withCheckedContinuation { waiter in
      let isOpen = state.withLock { state in
        guard case .closed(let waiting) = state else { return true }
        state = .closed(waiting + [waiter])
        return false
      }
      if isOpen { waiter.resume() }
    }
  }
}
