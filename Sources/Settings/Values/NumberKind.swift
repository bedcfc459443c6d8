import TOML

/// A number, whole or not, within a range.
struct NumberKind: ValueKind {
  let unit: String
  let range: ClosedRange<Double>

  var requirement: String {
    "a number of \(unit) from \(toml(range.lowerBound)) to \(toml(range.upperBound))"
  }

  func read(_ item: TOMLItem, named name: String, into problems: inout [Problem]) -> Double? {
    let number: Double? =
      switch item.value {
      case .integer(let integer): Double(integer)
      case .float(let float): float
      default: nil
      }
    guard let number, range.contains(number) else {
      problems.append(mismatch(item, named: name, mend: unquoting(item.value)))
      return nil
    }
    return number
  }

  func toml(_ value: Double) -> String {
    Int(exactly: value).map(String.init) ?? String(value)
  }
}
