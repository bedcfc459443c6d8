/// The most memory that processes can have had at one time: the greatest sum of the peaks of those
/// that lived at the same time. They need not have had their peaks at once, and may share pages, so it
/// is an upper bound.
struct PeakSweep {
  private var moments: [(time: Int64, change: Int64)] = []
  /// Whether all peaks are known exactly.
  private(set) var isKnown = true

  mutating func add(started: Int64, ended: Int64, peak: Int64) {
    guard peak >= 0 else { return isKnown = false }
    moments.append((started, peak))
    moments.append((max(ended, started &+ 1), 0 &- peak))
  }

  /// Bytes.
  func greatest() -> Int64 {
    var (sum, most): (Int64, Int64) = (0, 0)
    // Of one moment, ends come first: who follows another one has its memory.
    for moment in moments.sorted(by: { ($0.time, $0.change) < ($1.time, $1.change) }) {
      sum &+= moment.change
      most = max(most, sum)
    }
    return most
  }
}
