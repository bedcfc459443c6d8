import OTLP
import Synchronization

/// Counts what the metrics had no place for.
final class MetricRefusals: Sendable {
  enum Reason: String, CaseIterable {
    /// The metric has as many series as it may: it went to the series of the overflow.
    case seriesLimit = "series_limit"
    /// There are as many metrics as there may be.
    case instrumentLimit = "instrument_limit"
    /// The metric is of another kind.
    case kindConflict = "kind_conflict"
    /// No number, an infinite one, or a counter's going down.
    case invalidValue = "invalid_value"
  }

  private let counts = Mutex<[Reason: Int64]>([:])

  func count(_ reason: Reason, by amount: Int = 1) {
    counts.withLock { $0[reason, default: 0] += Int64(amount) }
  }

  func points(start: UInt64, time: UInt64) -> [MetricRecord.NumberPoint] {
    let counts = counts.withLock { $0 }
    return Reason.allCases.map { reason in
      MetricRecord.NumberPoint(
        attributes: [Attribute("sonde.reason", .string(reason.rawValue))], start: start,
        time: time, value: .int(counts[reason] ?? 0))
    }
  }
}
