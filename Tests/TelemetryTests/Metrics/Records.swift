import OTLP
import Synchronization

extension [MetricRecord] {
  /// The metric of a name.
  subscript(name: String) -> MetricRecord? { first { $0.name == name } }

  /// The points of a metric of numbers; none if there is no such metric.
  func numbers(_ name: String) -> [MetricRecord.NumberPoint] {
    switch self[name]?.data {
    case .gauge(let points), .sum(let points, _, _): points
    case .histogram, nil: []
    }
  }

  /// The points of a histogram; none if there is no such metric.
  func distributions(_ name: String) -> [MetricRecord.HistogramPoint] {
    if case .histogram(let points, _) = self[name]?.data { points } else { [] }
  }

  /// The numbers of a metric by what tells its series apart.
  func values(_ name: String) -> [[Attribute]: MetricRecord.Value] {
    Dictionary(uniqueKeysWithValues: numbers(name).map { ($0.attributes, $0.value) })
  }
}

/// A clock that is set by hand, in ns since 1970.
final class HandClock: Sendable {
  private let time: Mutex<UInt64>

  init(_ time: UInt64) {
    self.time = Mutex(time)
  }

  var now: UInt64 {
    get { time.withLock { $0 } }
    set { time.withLock { $0 = newValue } }
  }
}
