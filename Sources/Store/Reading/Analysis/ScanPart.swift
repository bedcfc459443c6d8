/// A part of the processes, read by one statement.
struct ScanPart: Equatable {
  /// The run whose processes are meant, found by the index; `nil`: all of these ids, and what
  /// belongs to other runs is passed over.
  var runID: Int64?
  /// The first and the last id.
  var ids: ClosedRange<Int64>
  /// About how many rows it has.
  var weight: Int64

  /// The parts in so many shares of about equal weight, in their order. Ids of a session follow
  /// each other without gaps, so a part that is too heavy is cut by its ids.
  static func shares(_ parts: [ScanPart], count: Int) -> [[ScanPart]] {
    let total = parts.reduce(0) { $0 + $1.weight }
    let share = max(total / Int64(max(count, 1)), 1)
    var shares: [[ScanPart]] = Array(repeating: [], count: max(count, 1))
    var taken: Int64 = 0
    for part in parts.flatMap({ $0.pieces(ofWeight: share) }) {
      shares[min(Int((taken + part.weight / 2) / share), shares.count - 1)].append(part)
      taken += part.weight
    }
    return shares
  }

  private func pieces(ofWeight limit: Int64) -> [ScanPart] {
    let count = (weight + limit - 1) / limit
    let (width, isTooWide) = ids.upperBound.subtractingReportingOverflow(ids.lowerBound)
    guard count > 1, !isTooWide, width >= count else { return [self] }
    return (0..<count).map { number in
      let lower = ids.lowerBound + width / count * number
      let upper =
        number == count - 1 ? ids.upperBound : ids.lowerBound + width / count * (number + 1) - 1
      return ScanPart(runID: runID, ids: lower...upper, weight: weight / count)
    }
  }
}
