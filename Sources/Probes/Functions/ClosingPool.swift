internal import CLibBPF
internal import Foundation
internal import Glibc

/// Closes links on threads of its own.
///
/// To close a link of user-space probes takes the kernel a grace period, some 40 ms, and it takes
/// the breakpoints away one link after the other. Closed one by one, hot breakpoints would stay for
/// seconds and cost the program microseconds a call. So many closings are under way at a time; the
/// threads do nothing but wait.
///
/// Before it waits, a closing takes one lock of the kernel's for each probe of the link. Threads that
/// queue for it hand it on one to the other, at the price of a switch for each probe; so they take
/// turns on one processor.
final class ClosingPool: @unchecked Sendable {
  // All below is touched under the condition only.
  private let condition = NSCondition()
  private var waiting: [Int32] = []
  private var threads = 0
  private var idle = 0
  private var closing = 0
  private var isEnding = false
  private let limit: Int

  /// - Parameter limit: closings under way at the same time.
  init(limit: Int) {
    self.limit = max(1, limit)
  }

  /// Closes a descriptor soon. Never blocks.
  func close(_ descriptor: Int32) {
    condition.lock()
    defer { condition.unlock() }
    waiting.append(descriptor)
    if idle == 0, threads < limit {
      threads += 1
      start()
    } else {
      condition.signal()
    }
  }

  /// Waits until all that was given is closed.
  func drain() {
    condition.lock()
    defer { condition.unlock() }
    while !waiting.isEmpty || closing > 0 { condition.wait() }
  }

  /// Ends the threads once all is closed.
  func end() {
    condition.lock()
    defer { condition.unlock() }
    isEnding = true
    condition.broadcast()
  }

  private func start() {
    let thread = Thread { [self] in work() }
    thread.stackSize = 128 << 10
    thread.name = "sonde-close"
    thread.start()
  }

  private func work() {
    sonde_settle_thread()
    condition.lock()
    defer { condition.unlock() }
    while true {
      if let descriptor = waiting.popLast() {
        closing += 1
        condition.unlock()
        Glibc.close(descriptor)
        condition.lock()
        closing -= 1
        // Those who wait for the end wait on the same condition.
        if waiting.isEmpty, closing == 0 { condition.broadcast() }
      } else if isEnding {
        threads -= 1
        return
      } else {
        idle += 1
        condition.wait()
        idle -= 1
      }
    }
  }
}
