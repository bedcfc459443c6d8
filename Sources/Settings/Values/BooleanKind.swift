import TOML

/// A yes or a no.
struct BooleanKind: ValueKind {
  let requirement = "true or false"

  func read(_ item: TOMLItem, named name: String, into problems: inout [Problem]) -> Bool? {
    guard case .boolean(let flag) = item.value else {
      problems.append(mismatch(item, named: name, mend: unquoting(item.value)))
      return nil
    }
    return flag
  }

  func toml(_ value: Bool) -> String {
    String(value)
  }
}
