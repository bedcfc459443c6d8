import OTLP

/// Puts records of the same metric together, however many tell of it.
struct MetricMerge {
  private(set) var records: [MetricRecord] = []
  private var places: [String: Int] = [:]

  /// Whether the record could be added: it is of the same kind as others of its name.
  mutating func add(_ record: MetricRecord) -> Bool {
    guard record.pointCount > 0 else { return true }
    guard let place = places[record.name] else {
      places[record.name] = records.count
      records.append(record)
      return true
    }
    let earlier = records[place]
    guard earlier.unit == record.unit, let data = earlier.data.joined(record.data) else {
      return false
    }
    records[place].data = data
    return true
  }
}

extension MetricRecord.Data {
  fileprivate func joined(_ other: MetricRecord.Data) -> MetricRecord.Data? {
    switch (self, other) {
    case (.gauge(let first), .gauge(let second)):
      return .gauge(first + second)
    case (.sum(let first, let isMonotonic, let from), .sum(let second, let other, let since)):
      guard isMonotonic == other, from == since else { return nil }
      return .sum(first + second, isMonotonic: isMonotonic, temporality: from)
    case (.histogram(let first, let temporality), .histogram(let second, let other)):
      guard temporality == other else { return nil }
      return .histogram(first + second, temporality: temporality)
    default:
      return nil
    }
  }
}

extension MetricRecord {
  /// How many points there are.
  var pointCount: Int {
    switch data {
    case .gauge(let points), .sum(let points, _, _): points.count
    case .histogram(let points, _): points.count
    }
  }
}
