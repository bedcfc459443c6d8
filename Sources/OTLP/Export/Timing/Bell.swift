internal import Synchronization

/// Wakes one task. It is rung from anywhere, at once and without waiting; rung while nobody waits,
/// it wakes the next who does.
final class Bell: Sendable {
  private enum State {
    case quiet, rung
    case awaited(CheckedContinuation<Void, Never>)
  }

  private let state = Mutex(State.quiet)

  func ring() {
    let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
      guard case .awaited(let waiter) = state else {
        state = .rung
        return nil
      }
      state = .quiet
      return waiter
    }
    waiter?.resume()
  }

  /// Returns when it has been rung, or the task is cancelled. One task at a time.
  func wait() async {
    await withTaskCancellationHandler {
      await withCheckedContinuation { waiter in
        let isOver = state.withLock { state in
          guard case .quiet = state, !Task.isCancelled else {
            state = .quiet
            return true
          }
          state = .awaited(waiter)
          return false
        }
        if isOver { waiter.resume() }
      }
    } onCancel: {
      let waiter: CheckedContinuation<Void, Never>? = state.withLock { state in
        guard case .awaited(let waiter) = state else { return nil }
        state = .quiet
        return waiter
      }
      waiter?.resume()
    }
  }

  /// Returns when it has been rung, at `time`, or when the task is cancelled.
  func wait(until time: Duration?, _ clock: any PipelineClock) async {
    guard let time else { return await wait() }
    guard time > clock.now else { return }
    await withTaskGroup(of: Void.self) { group in
      group.addTask { try? await clock.sleep(until: time) }
      group.addTask { await self.wait() }
      await group.next()
      group.cancelAll()
    }
  }
}
