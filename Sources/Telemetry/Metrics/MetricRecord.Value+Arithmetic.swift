import OTLP

extension MetricRecord.Value {
  var number: Double {
    switch self {
    case .int(let number): Double(number)
    case .double(let number): number
    }
  }

  /// The sum. Whole numbers stay whole, and stop at the greatest there is.
  func adding(_ other: MetricRecord.Value) -> MetricRecord.Value {
    guard case .int(let left) = self, case .int(let right) = other else {
      return .double(number + other.number)
    }
    let (sum, overflow) = left.addingReportingOverflow(right)
    return .int(overflow ? (right > 0 ? .max : .min) : sum)
  }

  /// The difference, whole if both are.
  func subtracting(_ other: MetricRecord.Value) -> MetricRecord.Value {
    guard case .int(let left) = self, case .int(let right) = other else {
      return .double(number - other.number)
    }
    let (difference, overflow) = left.subtractingReportingOverflow(right)
    return .int(overflow ? (right < 0 ? .max : .min) : difference)
  }
}
