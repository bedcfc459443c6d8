import Synchronization

@testable import OTLP

/// Time that stands still until it is moved.
final class SimulatedClock: PipelineClock {
  private struct Sleeper {
    let id: UInt64
    let time: Duration
    let continuation: CheckedContinuation<Void, any Error>
  }

  private struct State {
    var now: Duration
    var sleepers: [Sleeper] = []
    var cancelled: Set<UInt64> = []
    var lastID: UInt64 = 0
  }

  private let state: Mutex<State>
  /// ns since 1970 at the beginning.
  private static let epoch: UInt64 = 1_769_851_441_000_000_000

  /// - Parameter start: for one that goes on where another ended.
  init(at start: Duration = .zero) {
    state = Mutex(State(now: start))
  }

  var now: Duration { state.withLock(\.now) }

  var date: UInt64 { Self.epoch + UInt64(now / .nanoseconds(1)) }

  func sleep(until time: Duration) async throws {
    let id = state.withLock { state in
      state.lastID += 1
      return state.lastID
    }
    try await withTaskCancellationHandler {
      try await withCheckedThrowingContinuation { continuation in
        let isOver: Result<Void, any Error>? = state.withLock { state in
          if state.cancelled.remove(id) != nil { return .failure(CancellationError()) }
          if time <= state.now { return .success(()) }
          state.sleepers.append(Sleeper(id: id, time: time, continuation: continuation))
          return nil
        }
        if let isOver { continuation.resume(with: isOver) }
      }
    } onCancel: {
      let sleeper: Sleeper? = state.withLock { state in
        guard let index = state.sleepers.firstIndex(where: { $0.id == id }) else {
          state.cancelled.insert(id)
          return nil
        }
        return state.sleepers.remove(at: index)
      }
      sleeper?.continuation.resume(throwing: CancellationError())
    }
  }

  /// Moves to the moment at which the next sleeper wakes, and wakes those that do.
  ///
  /// - Returns: whether anybody slept.
  func advance() -> Bool {
    let woken: [Sleeper] = state.withLock { state in
      guard let next = state.sleepers.map(\.time).min() else { return [] }
      state.now = max(state.now, next)
      defer { state.sleepers.removeAll { $0.time <= next } }
      return state.sleepers.filter { $0.time <= next }
    }
    for sleeper in woken { sleeper.continuation.resume() }
    return !woken.isEmpty
  }
}
