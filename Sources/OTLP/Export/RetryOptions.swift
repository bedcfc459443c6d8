/// How long to wait before a request that failed is sent again: a random time between nothing and
/// a limit that doubles with each failure ("full jitter"), so that many programs that lost the same
/// collector do not come back at the same moment.
public struct RetryOptions: Sendable, Equatable {
  /// The limit after the first failure.
  public var first: Duration
  /// What the limit grows to.
  public var greatest: Duration
  /// The longest wait that a collector may ask for; it can ask for any.
  public var greatestRetryAfter: Duration

  /// Puts options together.
  public init(
    first: Duration = .seconds(1), greatest: Duration = .seconds(30),
    greatestRetryAfter: Duration = .seconds(3600)
  ) {
    self.first = first
    self.greatest = greatest
    self.greatestRetryAfter = greatestRetryAfter
  }
}
