/// What is known of the way to the collector, and when it may be tried next.
///
/// After a failure one request at a time is tried, the waits between getting longer. With each one
/// that succeeds one more may be under way at the same time, up to what is configured: a collector
/// that has just come back is not met by all that has piled up at once.
struct Link: Sendable {
  private let options: RetryOptions
  private let concurrency: Int
  /// In a row.
  private(set) var failures = 0
  /// No try begins earlier.
  private(set) var notBefore = Duration.zero
  /// How many requests may be under way.
  private(set) var allowance: Int
  private var lastFailure: Duration?
  /// The collector itself has asked for the wait.
  private var isWaitAskedFor = false

  init(options: RetryOptions, concurrency: Int) {
    self.options = options
    self.concurrency = concurrency
    allowance = concurrency
  }

  var isDown: Bool { failures > 0 }

  /// - Parameters:
  ///   - start: when the try that failed began. Several that were under way together count once.
  ///   - retryAfter: what the collector asked for.
  ///   - random: from 0 to 1.
  mutating func failed(
    startedAt start: Duration, now: Duration, retryAfter: Duration?, random: Double
  ) {
    if lastFailure.map({ start >= $0 }) ?? true {
      failures += 1
      lastFailure = now
      isWaitAskedFor = false
      notBefore = now + limit * random
    }
    allowance = 1
    guard let retryAfter else { return }
    // Others may have been told the same time: some of the jitter stays.
    let asked = min(max(retryAfter, .zero), options.greatestRetryAfter)
    notBefore = max(notBefore, now + asked + min(options.first, asked) * (random / 4))
    isWaitAskedFor = true
  }

  mutating func succeeded() {
    failures = 0
    lastFailure = nil
    notBefore = .zero
    isWaitAskedFor = false
    allowance = min(allowance + 1, concurrency)
  }

  /// The next try need not wait, unless the collector has asked for it.
  mutating func hasten() {
    if !isWaitAskedFor { notBefore = .zero }
  }

  /// The longest wait after so many failures.
  private var limit: Duration {
    let doubled = options.first * (1 << min(failures - 1, 20))
    return min(doubled, options.greatest)
  }
}
