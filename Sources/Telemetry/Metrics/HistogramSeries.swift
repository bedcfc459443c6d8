import CoreMetrics
import OTLP
import Synchronization

/// A distribution.
final class HistogramSeries: RecorderHandler, TimerHandler {
  let attributes: [Attribute]
  private let nanosecond: Double
  private let surroundings: MetricSurroundings
  private let isOverflow: Bool
  private let state: Mutex<State>

  private struct State {
    var point: MetricRecord.HistogramPoint
    /// The last one of each bucket.
    var exemplars: [MetricRecord.Exemplar?]
  }

  /// - Parameter nanosecond: what a nanosecond is in the unit of the metric.
  init(
    attributes: [Attribute], bounds: [Double], nanosecond: Double,
    _ surroundings: MetricSurroundings
  ) {
    self.attributes = attributes
    self.nanosecond = nanosecond
    self.surroundings = surroundings
    isOverflow = attributes == SeriesOverflow.attributes
    let start = surroundings.now()
    state = Mutex(
      State(
        point: MetricRecord.HistogramPoint(
          attributes: attributes, start: start, time: start, bounds: bounds),
        exemplars: Array(repeating: nil, count: bounds.count + 1)))
  }

  func record(_ value: Int64) { add(Double(value), .int(value)) }
  func record(_ value: Double) { add(value, .double(value)) }

  func recordNanoseconds(_ duration: Int64) {
    let value = Double(duration) * nanosecond
    add(value, .double(value))
  }

  /// The distribution now; `nil` while nothing was measured.
  func point(at time: UInt64) -> MetricRecord.HistogramPoint? {
    let state = state.withLock { $0 }
    guard state.point.count > 0 else { return nil }
    var point = state.point
    point.time = time
    point.exemplars = state.exemplars.compactMap { $0 }
    return point
  }

  private func add(_ number: Double, _ value: MetricRecord.Value) {
    guard number.isFinite else { return surroundings.refusals.count(.invalidValue) }
    if isOverflow { surroundings.refusals.countOverflow() }
    let exemplar = surroundings.exemplars.exemplar(value, surroundings.now)
    state.withLock { state in
      let bucket = state.point.bucket(of: number)
      state.point.buckets[bucket] += 1
      state.point.count += 1
      state.point.sum += number
      state.point.min = min(state.point.min ?? number, number)
      state.point.max = max(state.point.max ?? number, number)
      if let exemplar { state.exemplars[bucket] = exemplar }
    }
  }
}

extension MetricRecord.HistogramPoint {
  /// The bucket that a number belongs to: the first one whose bound it does not exceed.
  func bucket(of number: Double) -> Int {
    var (low, high) = (0, bounds.count)
    while low < high {
      let middle = (low + high) / 2
      if bounds[middle] < number { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
