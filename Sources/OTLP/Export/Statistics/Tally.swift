/// What became of the items of one signal.
struct Tally: Equatable, Sendable {
  /// Offered to this process.
  var made: UInt64 = 0
  /// Taken over from processes that died.
  var adopted: UInt64 = 0
  /// Acknowledged by the collector.
  var exported: UInt64 = 0
  private(set) var dropped = [UInt64](repeating: 0, count: DropReason.allCases.count)

  subscript(reason: DropReason) -> UInt64 {
    get { dropped[reason.index] }
    set { dropped[reason.index] = newValue }
  }

  /// Of all reasons.
  var allDropped: UInt64 { dropped.reduce(0, +) }

  /// What is neither exported nor dropped yet.
  var outstanding: UInt64 {
    let (rest, isNegative) = (made + adopted).subtractingReportingOverflow(exported + allDropped)
    return isNegative ? 0 : rest
  }

  static func + (left: Tally, right: Tally) -> Tally {
    var sum = left
    sum.made += right.made
    sum.adopted += right.adopted
    sum.exported += right.exported
    for reason in DropReason.allCases { sum[reason] += right[reason] }
    return sum
  }
}

extension DropReason {
  /// Its place in tables, those in the files of earlier versions included: a new reason goes to the
  /// end.
  var index: Int {
    switch self {
    case .queueFull: 0
    case .tooLarge: 1
    case .rejected: 2
    case .refused: 3
    case .outage: 4
    case .spoolFull: 5
    case .spoolCorrupt: 6
    case .killed: 7
    case .shutdown: 8
    }
  }
}
