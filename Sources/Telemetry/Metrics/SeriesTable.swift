import OTLP

/// The series of a metric by what tells them apart. Past the limit all go to one series, the
/// overflow, so that what adds up stays whole.
///
/// https://opentelemetry.io/docs/specs/otel/metrics/sdk/#cardinality-limits
struct SeriesTable<Series: AnyObject> {
  private let limit: Int
  private var entries: [[Attribute]: Entry] = [:]
  private var overflow: Series?
  private var next = 0

  private struct Entry {
    let series: Series
    let order: Int
    /// How many of the façade's instruments write to it.
    var owners: Int
  }

  init(limit: Int) {
    self.limit = limit
  }

  /// How many there are, with that of the overflow.
  var count: Int { entries.count + (overflow == nil ? 0 : 1) }

  /// All, in the order in which they came.
  var all: [Series] {
    let ordered = entries.values.sorted { $0.order < $1.order }.map(\.series)
    return overflow.map { ordered + [$0] } ?? ordered
  }

  /// The series for `key`, or that of the overflow.
  mutating func series(
    for key: [Attribute], make: ([Attribute]) -> Series
  ) -> Series {
    if let entry = entries[key] {
      entries[key]?.owners += 1
      return entry.series
    }
    guard entries.count < limit else {
      let series = overflow ?? make(SeriesOverflow.attributes)
      overflow = series
      return series
    }
    let series = make(key)
    entries[key] = Entry(series: series, order: next, owners: 1)
    next += 1
    return series
  }

  /// Lets go of a series when none of the façade's instruments writes to it any more.
  mutating func release(_ series: Series, key: [Attribute]) {
    guard let entry = entries[key], entry.series === series else { return }
    if entry.owners > 1 {
      entries[key]?.owners -= 1
    } else {
      entries[key] = nil
    }
  }
}

/// The series of what found no place of its own.
enum SeriesOverflow {
  static let attributes = [Attribute("otel.metric.overflow", true)]
}
