/// Sorts the places of numbers in a known range, in a time that does not depend on their order.
enum RadixOrder {
  private static let digit = 11

  private struct Entry {
    var key: Int64
    var place: Int32
  }

  /// The places in `places`, by ascending key; those of equal keys stay in the order they are in.
  ///
  /// - Parameters:
  ///   - keys: From 0 to `last`.
  ///   - last: Decides how many digits are looked at.
  static func sorted(
    _ places: [Int32], by keys: ContiguousArray<Int64>, last: Int64
  ) -> [Int32] {
    if isSorted(places, by: keys) { return places }
    let digits = (Int64.bitWidth - max(last, 0).leadingZeroBitCount + digit - 1) / digit
    // Keys go along with their places: to look them up each time would miss the caches.
    var entries = places.map { Entry(key: keys[Int($0)], place: $0) }
    var other = entries
    for number in 0..<digits {
      pass(entries, into: &other, shift: Int64(number * digit))
      swap(&entries, &other)
    }
    return entries.map(\.place)
  }

  private static func isSorted(_ places: [Int32], by keys: ContiguousArray<Int64>) -> Bool {
    var last = Int64.min
    for place in places {
      let key = keys[Int(place)]
      if key < last { return false }
      last = key
    }
    return true
  }

  private static func pass(_ entries: [Entry], into other: inout [Entry], shift: Int64) {
    let mask = Int64(1) << Int64(digit) - 1
    var next = [Int](repeating: 0, count: Int(mask) + 2)
    for entry in entries { next[Int(entry.key >> shift & mask) + 1] += 1 }
    for index in 1..<next.count { next[index] += next[index - 1] }
    for entry in entries {
      let value = Int(entry.key >> shift & mask)
      other[next[value]] = entry
      next[value] += 1
    }
  }
}
