internal import Dispatch
internal import Synchronization

/// Work that is done on several processors at once.
enum Shares {
  /// The results of `body` for 0 up to `count`, in this order; returns when all are there. Called
  /// from a thread that may wait.
  static func map<Result: Sendable>(
    count: Int, _ body: @Sendable (Int) throws -> Result
  ) throws -> [Result] {
    let results = Mutex<[Int: Swift.Result<Result, any Error>]>([:])
    DispatchQueue.concurrentPerform(iterations: count) { number in
      let result = Swift.Result { try body(number) }
      results.withLock { $0[number] = result }
    }
    return try results.withLock { results in
      try (0..<count).compactMap { try results[$0]?.get() }
    }
  }
}
