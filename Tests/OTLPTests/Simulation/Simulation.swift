import Foundation
import Synchronization

@testable import OTLP

/// Runs tasks one after the other, as long as the test waits for something. When all of them wait
/// for a time, time moves on to the next: what takes hours takes nothing, and always goes the same
/// way.
final class Simulation: TaskExecutor, SerialExecutor {
  private struct State {
    var jobs: [UnownedJob] = []
    var head = 0
    var isDead = false
  }

  let clock: SimulatedClock
  private let state = Mutex(State())
  /// Looked at between any two steps of any two tasks.
  nonisolated(unsafe) var invariants: [() -> Void] = []
  /// How many steps there have been.
  nonisolated(unsafe) private(set) var steps = 0
  /// What takes longer never comes to be.
  private static let end = Duration.seconds(86_400)

  init(clock: SimulatedClock = SimulatedClock()) {
    self.clock = clock
  }

  func enqueue(_ job: consuming ExecutorJob) {
    let job = UnownedJob(job)
    state.withLock { if !$0.isDead { $0.jobs.append(job) } }
  }

  func asUnownedSerialExecutor() -> UnownedSerialExecutor {
    UnownedSerialExecutor(ordinary: self)
  }

  /// No task that is there gets any further. What is done afterwards is done among the dead: it may
  /// not last.
  func kill() {
    state.withLock { $0 = State() }
    invariants = []
  }

  /// Nor does any that is woken later, by the clock or by others.
  func bury() {
    state.withLock { state in
      state = State()
      state.isDead = true
    }
  }

  /// Lets the tasks work until something is so. One at a time.
  ///
  /// - Returns: whether it came to be; if not, everybody waits and no time will change that.
  func until(_ isSo: @escaping @Sendable () -> Bool) async -> Bool {
    await withCheckedContinuation { awaiter in
      // The steps may not be made on the threads that run the test.
      Thread { [self] in awaiter.resume(returning: work(until: isSo)) }.start()
    }
  }

  private func work(until isSo: () -> Bool) -> Bool {
    while !isSo() {
      if let job = next() {
        job.runSynchronously(
          isolatedTo: asUnownedSerialExecutor(), taskExecutor: asUnownedTaskExecutor())
        steps += 1
        for invariant in invariants { invariant() }
      } else if clock.now > Self.end || !clock.advance() {
        return false
      }
    }
    return true
  }

  private func next() -> UnownedJob? {
    state.withLock { state in
      guard state.head < state.jobs.count else {
        (state.jobs, state.head) = ([], 0)
        return nil
      }
      state.head += 1
      return state.jobs[state.head - 1]
    }
  }

  /// Lets the tasks work for a time.
  func pass(_ time: Duration) async {
    let end = clock.now + time
    await perform { [clock] in try? await clock.sleep(until: end) }
  }

  /// Does something among the tasks, and lets them work until it is done.
  @discardableResult
  func perform<Result: Sendable>(_ body: @escaping @Sendable () async -> Result) async -> Result? {
    let box = Box<Result>()
    Task(executorPreference: self) { box.set(await body()) }
    _ = await until { box.value != nil }
    return box.value
  }

  private final class Box<Value: Sendable>: Sendable {
    private let content = Mutex<Value?>(nil)

    var value: Value? { content.withLock { $0 } }

    func set(_ value: Value) { content.withLock { $0 = value } }
  }
}
