/// Where the values of a page or a chunk lie: the bits of the least and the greatest number, or
/// the places of the least and the greatest string.
///
/// Floating-point numbers: a least zero is -0.0 and a greatest zero +0.0, as the format asks for,
/// since readers may compare zeros by their bits. Among values of which one is NaN there are no
/// extremes. The format would have NaN passed over, but the engines that take NaN for greater than
/// all numbers then pass over rows they should find, or find those they should not.
/// Strings are in the order of their unsigned bytes.
struct Extremes {
  var least: UInt64
  var greatest: UInt64
}

extension ColumnBuffer {
  /// The extremes of a range of values; `nil` if it is empty or holds a NaN.
  func extremes(of range: Range<Int>) -> Extremes? {
    guard !range.isEmpty else { return nil }
    switch column.kind {
    case .int64, .timestampMicros: return integerExtremes(words.slice(range))
    case .double: return doubleExtremes(words.slice(range))
    case .boolean:
      let ones = flags.ones(in: range)
      return Extremes(least: ones == range.count ? 1 : 0, greatest: ones == 0 ? 0 : 1)
    case .string, .bytes: return strings.extremes(of: range)
    }
  }

  /// The extremes of two ranges together.
  func union(_ left: Extremes?, _ right: Extremes?) -> Extremes? {
    guard let left, let right else { return left ?? right }
    return Extremes(
      least: precedes(right.least, left.least) ? right.least : left.least,
      greatest: precedes(left.greatest, right.greatest) ? right.greatest : left.greatest)
  }

  /// The extremes as readers see them; `nil` if there is no bound short enough.
  func bounds(_ extremes: Extremes?) -> Bounds? {
    guard let extremes else { return nil }
    switch column.kind {
    case .int64, .timestampMicros:
      return Bounds(least: Bound(word: extremes.least), greatest: Bound(word: extremes.greatest))
    case .double:
      let least = Double(bitPattern: extremes.least)
      let greatest = Double(bitPattern: extremes.greatest)
      return Bounds(
        least: Bound(word: (least == 0 ? -0.0 : least).bitPattern),
        greatest: Bound(word: (greatest == 0 ? 0.0 : greatest).bitPattern))
    case .boolean:
      return Bounds(
        least: Bound(flag: extremes.least == 1), greatest: Bound(flag: extremes.greatest == 1))
    case .string, .bytes:
      let isText = column.kind == .string
      let least = Bound(below: strings[entry: Int(extremes.least)], isText: isText)
      guard let greatest = Bound(above: strings[entry: Int(extremes.greatest)], isText: isText)
      else { return nil }
      return Bounds(least: least, greatest: greatest)
    }
  }

  private func precedes(_ left: UInt64, _ right: UInt64) -> Bool {
    switch column.kind {
    case .int64, .timestampMicros: Int64(bitPattern: left) < Int64(bitPattern: right)
    case .double: Double(bitPattern: left) < Double(bitPattern: right)
    case .boolean: left < right
    case .string, .bytes: strings.compare(Int(left), Int(right)) < 0
    }
  }

  private func integerExtremes(_ words: UnsafeBufferPointer<UInt64>) -> Extremes {
    var least = Int64.max
    var greatest = Int64.min
    for word in words {
      least = min(least, Int64(bitPattern: word))
      greatest = max(greatest, Int64(bitPattern: word))
    }
    return Extremes(least: UInt64(bitPattern: least), greatest: UInt64(bitPattern: greatest))
  }

  private func doubleExtremes(_ words: UnsafeBufferPointer<UInt64>) -> Extremes? {
    var least = Double.infinity
    var greatest = -Double.infinity
    var isOrdered = true
    for word in words {
      let value = Double(bitPattern: word)
      least = value < least ? value : least
      greatest = value > greatest ? value : greatest
      isOrdered = isOrdered && value == value
    }
    guard isOrdered else { return nil }
    return Extremes(least: least.bitPattern, greatest: greatest.bitPattern)
  }
}
