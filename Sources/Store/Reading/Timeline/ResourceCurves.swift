/// What the processes of a run took over time, in stretches of equal length.
///
/// A number that is known for a stretch of time only (CPU time and bytes between two samples of a
/// process, or over its whole life when it was not sampled) is spread evenly over that stretch. So
/// what is under a curve is what the processes took; how it was spread within is not known better.
public struct ResourceCurves: Sendable, Equatable {
  /// Processors busy.
  public var cpu: [Double]
  /// Resident memory, bytes.
  public var memory: [Double]
  /// Bytes a second that storage was made to read.
  public var read: [Double]
  /// Bytes a second that storage was made to write.
  public var write: [Double]
  /// How many processes have been sampled.
  public var sampled: Int64 = 0
  /// No process has been sampled: the memory is the sum of the peaks of those that were alive, which
  /// is an upper bound.
  public var isMemoryBound = false
}

/// Adds up rates over stretches of time: each addition takes the same time, however long it is.
struct CurveSum {
  private let started: Double
  private let width: Double
  /// What is in a bucket beside what ``steps`` say.
  private var parts: [Double]
  /// Changes of the rate from one bucket to the next.
  private var steps: [Double]

  init(started: Int64, ended: Int64, buckets: Int) {
    self.started = Double(started)
    width = max(Double(ended - started), 1) / Double(max(buckets, 1))
    parts = Array(repeating: 0, count: max(buckets, 1))
    steps = Array(repeating: 0, count: max(buckets, 1) + 1)
  }

  /// Adds so much, spread evenly from one moment to another.
  mutating func add(_ amount: Double, from: Int64, to: Int64) {
    guard to > from else { return addInstant(amount, at: from) }
    add(rate: amount / Double(to - from), from: from, to: to)
  }

  /// Adds a rate, per ns, from one moment to another. What lies outside is left out.
  mutating func add(rate: Double, from: Int64, to: Int64) {
    let last = Double(parts.count)
    let begin = min(max((Double(from) - started) / width, 0), last)
    let end = min(max((Double(to) - started) / width, 0), last)
    guard end > begin, rate != 0 else { return }
    let (first, final) = (min(Int(begin), parts.count - 1), min(Int(end), parts.count - 1))
    if first == final {
      parts[first] += rate * (end - begin)
    } else {
      parts[first] += rate * (Double(first + 1) - begin)
      parts[final] += rate * (end - Double(final))
      steps[first + 1] += rate
      steps[final] -= rate
    }
  }

  private mutating func addInstant(_ amount: Double, at time: Int64) {
    let bucket = Int(min(max((Double(time) - started) / width, 0), Double(parts.count - 1)))
    parts[bucket] += amount / width
  }

  /// The mean rate of each bucket.
  var means: [Double] {
    var rate = 0.0
    return parts.indices.map { index in
      rate += steps[index]
      // What adding and taking away has left of rounding.
      return max(parts[index] + rate, 0)
    }
  }
}
