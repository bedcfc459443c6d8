import OTLP

/// Makes what has come since the last collection out of what has come from the beginning.
struct DeltaConversion {
  private struct Key: Hashable {
    let name: String
    let attributes: [Attribute]
  }

  private var numbers: [Key: MetricRecord.NumberPoint] = [:]
  private var distributions: [Key: MetricRecord.HistogramPoint] = [:]
  private var freshNumbers: [Key: MetricRecord.NumberPoint] = [:]
  private var freshDistributions: [Key: MetricRecord.HistogramPoint] = [:]

  /// Converts counters and histograms; what may go down stays as it is. Series that are not told of
  /// any more are forgotten.
  mutating func convert(_ records: [MetricRecord]) -> [MetricRecord] {
    let converted = records.map { record in
      var record = record
      switch record.data {
      case .sum(let points, isMonotonic: true, temporality: .cumulative):
        record.data = .sum(
          points.map { delta($0, of: record.name) }, isMonotonic: true, temporality: .delta)
      case .histogram(let points, temporality: .cumulative):
        record.data = .histogram(
          points.map { delta($0, of: record.name) }, temporality: .delta)
      default: break
      }
      return record
    }
    numbers = freshNumbers
    distributions = freshDistributions
    freshNumbers = [:]
    freshDistributions = [:]
    return converted
  }

  private mutating func delta(
    _ point: MetricRecord.NumberPoint, of name: String
  ) -> MetricRecord.NumberPoint {
    let key = Key(name: name, attributes: point.attributes)
    freshNumbers[key] = point
    // Another beginning, or fewer than before: counting began anew, and all of it is new.
    guard let last = numbers[key], last.start == point.start,
      last.value.number <= point.value.number
    else { return point }
    var delta = point
    delta.start = last.time
    delta.value = point.value.subtracting(last.value)
    delta.exemplars = point.exemplars.filter { $0.time > last.time }
    return delta
  }

  private mutating func delta(
    _ point: MetricRecord.HistogramPoint, of name: String
  ) -> MetricRecord.HistogramPoint {
    let key = Key(name: name, attributes: point.attributes)
    freshDistributions[key] = point
    guard let last = distributions[key], last.start == point.start, last.bounds == point.bounds,
      zip(last.buckets, point.buckets).allSatisfy({ $0 <= $1 })
    else { return point }
    var delta = point
    delta.start = last.time
    delta.count = point.count - last.count
    delta.sum = point.sum - last.sum
    // The least and the greatest are those from the beginning.
    delta.min = nil
    delta.max = nil
    delta.buckets = zip(point.buckets, last.buckets).map { $0 - $1 }
    delta.exemplars = point.exemplars.filter { $0.time > last.time }
    return delta
  }
}
