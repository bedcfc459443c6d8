import OTLP

/// Keeps a metric that others tell of from having too many series. What is past the limit is added up
/// in one point, the overflow; of a gauge, which does not add up, it is left out.
///
/// Those that were there at the last collection are kept first, so that a series does not turn up
/// and vanish with the order in which it is told of.
struct CardinalityBound {
  private let limit: Int
  private var kept: Set<[Attribute]> = []

  init(_ limit: Int) {
    self.limit = limit
  }

  /// The record with as many points as are allowed, and how many were added up or left out.
  mutating func apply(
    to record: MetricRecord
  ) -> (record: MetricRecord, addedUp: Int, leftOut: Int) {
    // Far from the limit nobody has to be remembered.
    guard record.pointCount > limit / 2 else {
      kept = []
      return (record, 0, 0)
    }
    var bounded = record
    switch record.data {
    case .gauge(let points):
      let (within, _) = split(points, by: \.attributes)
      bounded.data = .gauge(within)
      return (bounded, 0, points.count - within.count)
    case .sum(let points, let isMonotonic, let temporality):
      let (within, past) = split(points, by: \.attributes)
      bounded.data = .sum(
        within + past.overflow, isMonotonic: isMonotonic, temporality: temporality)
      return (bounded, past.count, 0)
    case .histogram(let points, let temporality):
      let (within, past) = split(points, by: \.attributes)
      bounded.data = .histogram(within + past.overflow, temporality: temporality)
      return (bounded, past.count, 0)
    }
  }

  private mutating func split<Point>(
    _ points: [Point], by attributes: KeyPath<Point, [Attribute]>
  ) -> (within: [Point], past: [Point]) {
    let keys = points.map { $0[keyPath: attributes].sorted { $0.key < $1.key } }
    var chosen = Array(repeating: false, count: points.count)
    var count = 0
    if points.count > limit {
      for (index, key) in keys.enumerated() where count < limit && kept.contains(key) {
        chosen[index] = true
        count += 1
      }
    }
    for index in points.indices where count < limit && !chosen[index] {
      chosen[index] = true
      count += 1
    }
    kept = Set(zip(keys, chosen).lazy.filter(\.1).map(\.0))
    return (
      points.indices.filter { chosen[$0] }.map { points[$0] },
      points.indices.filter { !chosen[$0] }.map { points[$0] }
    )
  }
}

extension [MetricRecord.NumberPoint] {
  /// One point for all, if there are any.
  fileprivate var overflow: [MetricRecord.NumberPoint] {
    guard var sum = first else { return [] }
    sum.attributes = SeriesOverflow.attributes
    sum.exemplars = []
    for point in dropFirst() {
      sum.value = sum.value.adding(point.value)
      sum.start = Swift.min(sum.start, point.start)
      sum.time = Swift.max(sum.time, point.time)
    }
    return [sum]
  }
}

extension [MetricRecord.HistogramPoint] {
  /// One point for all of each set of bounds; usually there is only one.
  fileprivate var overflow: [MetricRecord.HistogramPoint] {
    guard var sum = first else { return [] }
    sum.attributes = SeriesOverflow.attributes
    sum.exemplars = []
    for point in dropFirst() where point.bounds == sum.bounds {
      for index in sum.buckets.indices { sum.buckets[index] += point.buckets[index] }
      sum.count += point.count
      sum.sum += point.sum
      sum.min = [sum.min, point.min].compactMap { $0 }.min()
      sum.max = [sum.max, point.max].compactMap { $0 }.max()
      sum.start = Swift.min(sum.start, point.start)
      sum.time = Swift.max(sum.time, point.time)
    }
    return [sum]
  }
}
