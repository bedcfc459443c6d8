import CoreMetrics
import OTLP
import Synchronization

/// A number that is counted or measured.
final class NumberSeries: CounterHandler, FloatingPointCounterHandler, MeterHandler,
  RecorderHandler
{
  let attributes: [Attribute]
  private let kind: InstrumentCatalogue.Kind
  private let surroundings: MetricSurroundings
  private let isOverflow: Bool
  private let state: Mutex<State>

  private struct State {
    var value = MetricRecord.Value.int(0)
    var start: UInt64
    var exemplar: MetricRecord.Exemplar?
    /// Nothing is known of a gauge that was never set; a counter is at zero.
    var isKnown: Bool
  }

  init(
    attributes: [Attribute], kind: InstrumentCatalogue.Kind, _ surroundings: MetricSurroundings
  ) {
    self.attributes = attributes
    self.kind = kind
    self.surroundings = surroundings
    isOverflow = attributes == SeriesOverflow.attributes
    state = Mutex(State(start: surroundings.now(), isKnown: kind != .gauge))
  }

  func increment(by amount: Int64) { add(.int(amount)) }
  func increment(by amount: Double) { add(.double(amount)) }
  func decrement(by amount: Double) { add(.double(-amount)) }
  func set(_ value: Int64) { replace(.int(value)) }
  func set(_ value: Double) { replace(.double(value)) }
  func record(_ value: Int64) { replace(.int(value)) }
  func record(_ value: Double) { replace(.double(value)) }

  /// Counting begins anew.
  func reset() {
    let now = surroundings.now()
    state.withLock {
      $0.value = .int(0)
      $0.start = now
      $0.exemplar = nil
    }
  }

  /// The number now; `nil` while nothing is known.
  func point(at time: UInt64) -> MetricRecord.NumberPoint? {
    let state = state.withLock { $0 }
    guard state.isKnown else { return nil }
    var point = MetricRecord.NumberPoint(
      attributes: attributes, start: kind == .gauge ? 0 : state.start, time: time,
      value: state.value)
    point.exemplars = state.exemplar.map { [$0] } ?? []
    return point
  }

  private func add(_ amount: MetricRecord.Value) {
    guard amount.number.isFinite, kind != .counter || amount.number >= 0 else {
      return surroundings.refusals.count(.invalidValue)
    }
    if isOverflow { surroundings.refusals.countOverflow() }
    let exemplar = exemplar(amount)
    state.withLock {
      $0.value = $0.value.adding(amount)
      $0.isKnown = true
      if let exemplar { $0.exemplar = exemplar }
    }
  }

  private func replace(_ value: MetricRecord.Value) {
    // A gauge may be anything, even no number; what adds up may not.
    guard kind == .gauge || value.number.isFinite else {
      return surroundings.refusals.count(.invalidValue)
    }
    if isOverflow { surroundings.refusals.countOverflow() }
    let exemplar = exemplar(value)
    let now = surroundings.now()
    state.withLock {
      if kind == .counter, value.number < $0.value.number { $0.start = now }
      $0.value = value
      $0.isKnown = true
      if let exemplar { $0.exemplar = exemplar }
    }
  }

  /// Only those of counters have a use.
  private func exemplar(_ value: MetricRecord.Value) -> MetricRecord.Exemplar? {
    kind == .counter ? surroundings.exemplars.exemplar(value, surroundings.now) : nil
  }
}
