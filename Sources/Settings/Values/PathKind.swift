import TOML

/// The path of a file or a directory.
struct PathKind: ValueKind {
  let requirement = "a path"

  func read(_ item: TOMLItem, named name: String, into problems: inout [Problem]) -> String? {
    guard case .string(let text) = item.value else {
      problems.append(mismatch(item, named: name, mend: "put it in quotes"))
      return nil
    }
    let problem: String? =
      if text.isEmpty {
        "is empty; write a path, or remove the key"
      } else if text.utf8.contains(0) {
        "has a NUL character; remove it"
      } else {
        nil
      }
    guard let problem else { return text }
    problems.append(Problem(position: item.position, message: "\(name.quoted) \(problem)"))
    return nil
  }

  func value(ofText text: String) -> TOMLValue {
    .string(text)
  }

  func toml(_ value: String) -> String {
    value.toml
  }
}
