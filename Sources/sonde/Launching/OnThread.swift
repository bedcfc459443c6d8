import Foundation

/// Something that blocks, done on a thread of its own while its caller does something else that
/// blocks.
final class OnThread<Value>: @unchecked Sendable {
  // Written by the thread before it signals, read by who has waited.
  private var result: Result<Value, any Error>?
  private let isDone = DispatchSemaphore(value: 0)

  /// Begins at once. What `body` uses is not to be used by others until ``value()`` has returned.
  init(_ body: @escaping () throws -> Value) {
    let work = Work(body: body)
    Thread.detachNewThread { [self] in
      result = Result { try work.body() }
      isDone.signal()
    }
  }

  private struct Work: @unchecked Sendable {
    let body: () throws -> Value
  }

  /// Waits for what came of it. Once.
  ///
  /// - Throws: what `body` has thrown.
  func value() throws -> Value {
    isDone.wait()
    guard let result else { preconditionFailure("the thread has signalled without a result") }
    return try result.get()
  }
}
