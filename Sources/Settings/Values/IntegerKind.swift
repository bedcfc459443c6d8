import TOML

/// A whole number within a range.
struct IntegerKind: ValueKind {
  let unit: String
  let range: ClosedRange<Int>
  var isPowerOfTwo = false

  var requirement: String {
    let bounds = "from \(range.lowerBound) to \(range.upperBound)"
    return isPowerOfTwo
      ? "a power of two \(bounds) \(unit)" : "a whole number of \(unit) \(bounds)"
  }

  func read(_ item: TOMLItem, named name: String, into problems: inout [Problem]) -> Int? {
    guard case .integer(let integer) = item.value, let number = Int(exactly: integer),
      range.contains(number), !isPowerOfTwo || number.nonzeroBitCount == 1
    else {
      problems.append(mismatch(item, named: name, mend: unquoting(item.value)))
      return nil
    }
    return number
  }

  func toml(_ value: Int) -> String {
    String(value)
  }
}
