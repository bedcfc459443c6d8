/// How long something took, many times.
public struct DurationHistogram: Sendable, Equatable {
  /// Upper bounds of the buckets in seconds, inclusive, without the last, which has none.
  public static let bounds = [
    0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30,
  ]
  /// How many in each bucket: one more than there are bounds.
  public private(set) var buckets = [UInt64](repeating: 0, count: bounds.count + 1)
  /// How many.
  public private(set) var count: UInt64 = 0
  /// All together, in seconds.
  public private(set) var sum = 0.0

  mutating func add(_ duration: Duration) {
    let seconds = duration / .seconds(1)
    buckets[Self.bounds.firstIndex { seconds <= $0 } ?? Self.bounds.count] += 1
    count += 1
    sum += seconds
  }
}
