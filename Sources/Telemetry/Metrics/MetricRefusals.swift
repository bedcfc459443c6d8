import OTLP
import Synchronization

/// Counts what the metrics had no place for.
final class MetricRefusals: Sendable {
  enum Reason: String, CaseIterable {
    /// There are as many metrics as there may be.
    case instrumentLimit = "instrument_limit"
    /// The metric is of another kind.
    case kindConflict = "kind_conflict"
    /// A gauge that others tell of has as many series as it may, and does not add up.
    case seriesLimit = "series_limit"
    /// No number, an infinite one, or a counter's going down.
    case invalidValue = "invalid_value"
  }

  private let counts = Mutex<[Reason: Int64]>([:])
  private let overflow = Atomic<Int64>(0)

  func count(_ reason: Reason, by amount: Int = 1) {
    guard amount > 0 else { return }
    counts.withLock { $0[reason, default: 0] += Int64(amount) }
  }

  /// Counts what went to the series of an overflow, because its metric has as many as it may.
  func countOverflow(by amount: Int = 1) {
    overflow.add(Int64(amount), ordering: .relaxed)
  }

  func overflowPoint(start: UInt64, time: UInt64) -> MetricRecord.NumberPoint {
    MetricRecord.NumberPoint(
      start: start, time: time, value: .int(overflow.load(ordering: .relaxed)))
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
