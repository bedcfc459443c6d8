import OTLP
import Synchronization

/// A metric of the façade with its series.
final class Instrument: Sendable {
  let entry: InstrumentCatalogue.Entry
  private let surroundings: MetricSurroundings
  private let series: Mutex<Series>

  private enum Series {
    case numbers(SeriesTable<NumberSeries>)
    case distributions(SeriesTable<HistogramSeries>)
  }

  /// A series as the façade writes to it.
  enum Handler {
    case number(NumberSeries)
    case distribution(HistogramSeries)
  }

  init(_ entry: InstrumentCatalogue.Entry, limit: Int, _ surroundings: MetricSurroundings) {
    self.entry = entry
    self.surroundings = surroundings
    series = Mutex(
      entry.kind == .histogram
        ? .distributions(SeriesTable(limit: limit)) : .numbers(SeriesTable(limit: limit)))
  }

  /// How many series there are.
  var count: Int {
    series.withLock { series in
      switch series {
      case .numbers(let table): table.count
      case .distributions(let table): table.count
      }
    }
  }

  func handler(for key: [Attribute]) -> Handler {
    let (handler, isOverflow): (Handler, Bool) = series.withLock { series in
      switch series {
      case .numbers(var table):
        let (number, isOverflow) = table.series(for: key, make: makeNumber)
        series = .numbers(table)
        return (.number(number), isOverflow)
      case .distributions(var table):
        let (distribution, isOverflow) = table.series(for: key, make: makeDistribution)
        series = .distributions(table)
        return (.distribution(distribution), isOverflow)
      }
    }
    if isOverflow { surroundings.refusals.count(.seriesLimit) }
    return handler
  }

  func release(_ handler: Handler) {
    series.withLock { series in
      switch (series, handler) {
      case (.numbers(var table), .number(let number)):
        table.release(number, key: number.attributes)
        series = .numbers(table)
      case (.distributions(var table), .distribution(let distribution)):
        table.release(distribution, key: distribution.attributes)
        series = .distributions(table)
      default: break
      }
    }
  }

  /// The metric now; `nil` when there is nothing to say.
  func record(at time: UInt64) -> MetricRecord? {
    let data: MetricRecord.Data
    switch series.withLock({ $0 }) {
    case .numbers(let table):
      let points = table.all.compactMap { $0.point(at: time) }
      if points.isEmpty { return nil }
      data =
        entry.kind == .gauge
        ? .gauge(points)
        : .sum(points, isMonotonic: entry.kind == .counter, temporality: .cumulative)
    case .distributions(let table):
      let points = table.all.compactMap { $0.point(at: time) }
      if points.isEmpty { return nil }
      data = .histogram(points, temporality: .cumulative)
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
      switch entry.unit {
      case "ns": 1.0
      case "us": 1e-3
      case "ms": 1e-6
      default: 1e-9
      }
    return HistogramSeries(
      attributes: key,
      bounds: entry.bounds.isEmpty ? BucketBounds.suiting(unit: entry.unit) : entry.bounds,
      nanosecond: nanosecond, surroundings)
  }
}
