/// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/metrics/v1/metrics.proto
extension MetricRecord: TelemetryItem {
  static let signal = Signal.metrics

  /// The number of its points.
  var weight: Int {
    switch data {
    case .gauge(let points), .sum(let points, _, _): points.count
    case .histogram(let points, _): points.count
    }
  }

  var halves: (MetricRecord, MetricRecord)? {
    guard weight > 1 else { return nil }
    let middle = weight / 2
    var (first, second) = (self, self)
    switch data {
    case .gauge(let points):
      first.data = .gauge(Array(points[..<middle]))
      second.data = .gauge(Array(points[middle...]))
    case .sum(let points, let isMonotonic, let temporality):
      first.data = .sum(
        Array(points[..<middle]), isMonotonic: isMonotonic, temporality: temporality)
      second.data = .sum(
        Array(points[middle...]), isMonotonic: isMonotonic, temporality: temporality)
    case .histogram(let points, let temporality):
      first.data = .histogram(Array(points[..<middle]), temporality: temporality)
      second.data = .histogram(Array(points[middle...]), temporality: temporality)
    }
    return (first, second)
  }

  func write(to writer: inout ProtobufWriter) {
    writer.append(1, name)
    writer.append(2, description)
    writer.append(3, unit)
    switch data {
    case .gauge(let points):
      writer.append(5, lengthSize: 2) { $0.append(points) }
    case .sum(let points, let isMonotonic, let temporality):
      writer.append(7, lengthSize: 2) { writer in
        writer.append(points)
        writer.append(2, varint: UInt64(temporality.rawValue))
        writer.append(3, varint: isMonotonic ? 1 : 0)
      }
    case .histogram(let points, let temporality):
      writer.append(9, lengthSize: 2) { writer in
        for point in points { writer.append(1, lengthSize: 2) { point.write(to: &$0) } }
        writer.append(2, varint: UInt64(temporality.rawValue))
      }
    }
  }
}

extension ProtobufWriter {
  fileprivate mutating func append(_ points: [MetricRecord.NumberPoint]) {
    for point in points { append(1, lengthSize: 1) { point.write(to: &$0) } }
  }

  /// - Parameters:
  ///   - double: the field of a number.
  ///   - int: the field of a whole number.
  fileprivate mutating func append(_ value: MetricRecord.Value, double: Int, int: Int) {
    switch value {
    case .double(let number): append(double, always: number.bitPattern)
    case .int(let number): append(int, always: UInt64(bitPattern: number))
    }
  }
}

extension MetricRecord.NumberPoint {
  fileprivate func write(to writer: inout ProtobufWriter) {
    writer.append(2, fixed64: start)
    writer.append(3, fixed64: time)
    writer.append(value, double: 4, int: 6)
    for exemplar in exemplars { writer.append(5, lengthSize: 1) { exemplar.write(to: &$0) } }
    writer.append(7, attributes)
  }
}

extension MetricRecord.HistogramPoint {
  fileprivate func write(to writer: inout ProtobufWriter) {
    writer.append(2, fixed64: start)
    writer.append(3, fixed64: time)
    writer.append(4, fixed64: count)
    writer.append(5, always: sum.bitPattern)
    writer.append(6, packed: buckets)
    writer.append(7, packed: bounds.lazy.map(\.bitPattern))
    for exemplar in exemplars { writer.append(8, lengthSize: 1) { exemplar.write(to: &$0) } }
    writer.append(9, attributes)
    if let min { writer.append(11, always: min.bitPattern) }
    if let max { writer.append(12, always: max.bitPattern) }
  }
}

extension MetricRecord.Exemplar {
  fileprivate func write(to writer: inout ProtobufWriter) {
    writer.append(2, fixed64: time)
    writer.append(value, double: 3, int: 6)
    if let context {
      writer.append(4, bytes: context.spanID.value)
      writer.append(5, bytes: context.traceID.high, context.traceID.low)
    }
  }
}
