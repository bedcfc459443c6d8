import OTLP
import Synchronization

/// A metric of the façade with its series.
final class Instrument: Sendable {
  let entry: InstrumentCatalogue.Entry
  private let surroundings: MetricSurroundings
  // One of them stays empty.
  private let numbers: Mutex<SeriesTable<NumberSeries>>
  private let distributions: Mutex<SeriesTable<HistogramSeries>>

  /// A series as the façade writes to it.
  enum Handler {
    case number(NumberSeries)
    case distribution(HistogramSeries)
  }

  init(_ entry: InstrumentCatalogue.Entry, limit: Int, _ surroundings: MetricSurroundings) {
    self.entry = entry
    self.surroundings = surroundings
    numbers = Mutex(SeriesTable(limit: limit))
    distributions = Mutex(SeriesTable(limit: limit))
  }

  /// How many series there are.
  var count: Int { numbers.withLock { $0.count } + distributions.withLock { $0.count } }

  func handler(for key: [Attribute]) -> Handler {
    entry.kind == .histogram
      ? .distribution(distributions.withLock { $0.series(for: key, make: makeDistribution) })
      : .number(numbers.withLock { $0.series(for: key, make: makeNumber) })
  }

  func release(_ handler: Handler) {
    switch handler {
    case .number(let number):
      numbers.withLock { $0.release(number, key: number.attributes) }
    case .distribution(let distribution):
      distributions.withLock { $0.release(distribution, key: distribution.attributes) }
    }
  }

  /// The metric now; `nil` when there is nothing to say.
  func record(at time: UInt64) -> MetricRecord? {
    let data: MetricRecord.Data
    if entry.kind == .histogram {
      let points = distributions.withLock { $0.all }.compactMap { $0.point(at: time) }
      if points.isEmpty { return nil }
      data = .histogram(points, temporality: .cumulative)
    } else {
      let points = numbers.withLock { $0.all }.compactMap { $0.point(at: time) }
      if points.isEmpty { return nil }
      data =
        entry.kind == .gauge
        ? .gauge(points)
        : .sum(points, isMonotonic: entry.kind == .counter, temporality: .cumulative)
    }
    return MetricRecord(
      name: entry.name, unit: entry.unit, description: entry.description, data: data)
  }

  /// A series that nobody collects, for those that there is no place for.
  func detachedHandler(for key: [Attribute]) -> Handler {
    entry.kind == .histogram
      ? .distribution(makeDistribution(key)) : .number(makeNumber(key))
  }

  private func makeNumber(_ key: [Attribute]) -> NumberSeries {
    NumberSeries(attributes: key, kind: entry.kind, surroundings)
  }

  private func makeDistribution(_ key: [Attribute]) -> HistogramSeries {
    let nanosecond =
      switch entry.measure {
      case "ns": 1.0
      case "us": 1e-3
      case "ms": 1e-6
      default: 1e-9
      }
    return HistogramSeries(
      attributes: key,
      bounds: entry.bounds.isEmpty ? BucketBounds.suiting(unit: entry.measure) : entry.bounds,
      nanosecond: nanosecond, surroundings)
  }
}
