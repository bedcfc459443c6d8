/// How the values of many processes lie.
public struct Distribution: Sendable, Equatable {
  /// How many values there are; of none, the others are 0.
  public var count: Int64 = 0
  /// All together.
  public var sum: Int64 = 0
  /// The median, by nearest rank.
  public var p50: Int64 = 0
  /// What at least 95 of 100 do not exceed, by nearest rank.
  public var p95: Int64 = 0
  /// The greatest.
  public var max: Int64 = 0

  /// Creates the distribution of no values.
  public init() {}

  /// Sum by count.
  public var mean: Double { count == 0 ? 0 : Double(sum) / Double(count) }

  /// Finds the percentiles. Reorders the values.
  init(_ values: UnsafeMutableBufferPointer<Int64>) {
    guard !values.isEmpty else { return }
    count = Int64(values.count)
    for value in values {
      sum &+= value
      max = Swift.max(max, value)
    }
    let upper = NearestRank.index(percent: 95, count: values.count)
    p95 = NearestRank.select(upper, of: values)
    // What is before the 95th percentile holds the median.
    let lower = NearestRank.index(percent: 50, count: values.count)
    p50 = NearestRank.select(
      lower, of: UnsafeMutableBufferPointer(rebasing: values[...upper]))
  }
}
