/// Exact percentiles by nearest rank: of n values in ascending order the one at place ⌈p·n/100⌉,
/// counting from 1. It is always one of the values; nothing is interpolated.
enum NearestRank {
  /// The place, counting from 0.
  static func index(percent: Int, count: Int) -> Int {
    let (quotient, remainder) = count.quotientAndRemainder(dividingBy: 100)
    let place = quotient * percent + (remainder * percent + 99) / 100
    return max(place - 1, 0)
  }

  /// The value that would be at `index` if the values were sorted. Reorders them: what is before
  /// is not greater then, what is after not less.
  ///
  /// Quickselect: each round splits what is left around the median of three and goes on in one
  /// part. Should the parts keep being lopsided, what is left is sorted, so that no order of the
  /// values takes quadratic time.
  static func select(_ index: Int, of values: UnsafeMutableBufferPointer<Int64>) -> Int64 {
    var (low, high) = (0, values.count - 1)
    var roundsLeft = 2 * (Int.bitWidth - values.count.leadingZeroBitCount)
    while high > low {
      if high - low < 16 || roundsLeft == 0 {
        var rest = UnsafeMutableBufferPointer(rebasing: values[low...high])
        rest.sort()
        return values[index]
      }
      roundsLeft -= 1
      let (left, right) = partition(values, low, high)
      if index <= right {
        high = right
      } else if index >= left {
        low = left
      } else {
        return values[index]
      }
    }
    return values[index]
  }

  /// Splits `low...high`: up to the second result nothing is greater than the pivot, from the first
  /// one on nothing is less, and what lies between them equals it (Hoare).
  private static func partition(
    _ values: UnsafeMutableBufferPointer<Int64>, _ low: Int, _ high: Int
  ) -> (left: Int, right: Int) {
    let (first, middle, last) = (values[low], values[low + (high - low) / 2], values[high])
    let pivot = max(min(first, middle), min(max(first, middle), last))
    var (left, right) = (low, high)
    while left <= right {
      while values[left] < pivot { left += 1 }
      while values[right] > pivot { right -= 1 }
      if left <= right {
        values.swapAt(left, right)
        left += 1
        right -= 1
      }
    }
    return (left, right)
  }
}
