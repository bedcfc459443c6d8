import TOML

/// One of several words.
struct ChoiceKind: ValueKind {
  /// At least two.
  let words: [String]

  var requirement: String {
    words.dropLast().map(\.toml).joined(separator: ", ") + " or " + (words.last ?? "").toml
  }

  func read(_ item: TOMLItem, named name: String, into problems: inout [Problem]) -> String? {
    guard case .string(let text) = item.value else {
      problems.append(mismatch(item, named: name, mend: "put it in quotes"))
      return nil
    }
    guard words.contains(text) else {
      let nearest = Spelling.nearest(to: text, in: words)
      problems.append(mismatch(item, named: name, mend: nearest.map { "did you mean '\($0)'?" }))
      return nil
    }
    return text
  }

  func value(ofText text: String) -> TOMLValue {
    .string(text)
  }

  func toml(_ value: String) -> String {
    value.toml
  }
}
