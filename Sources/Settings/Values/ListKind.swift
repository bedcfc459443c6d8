import TOML

/// An array of texts.
struct ListKind: ValueKind {
  /// How a variable holds several texts.
  enum Notation {
    /// With commas between them, and spaces as one likes.
    case commas
    /// Each on a line of its own, spaces included; empty lines count for nothing.
    case lines
  }

  /// What the texts are, in the plural.
  let entries: String
  /// How a variable holds several texts.
  var notation = Notation.commas
  /// The largest number of texts.
  var limit = Int.max
  /// What an empty array would do and how to mend it; `nil` if it is fine.
  var emptyProblem: String?
  /// What is wrong with a text, to follow the text.
  let problem: @Sendable (String) -> String?

  var requirement: String { "an array of \(entries)" }

  func read(_ item: TOMLItem, named name: String, into problems: inout [Problem]) -> [String]? {
    guard case .array(let items) = item.value else {
      let isText = if case .string = item.value { true } else { false }
      problems.append(mismatch(item, named: name, mend: isText ? "put it in brackets" : nil))
      return nil
    }
    let before = problems.count
    func complain(_ position: TOMLPosition, _ message: String) {
      problems.append(Problem(position: position, message: message))
    }
    if let emptyProblem, items.isEmpty {
      complain(item.position, "\(name.quoted) is empty, \(emptyProblem)")
    }
    if items.count > limit {
      complain(item.position, "\(name.quoted) has \(items.count) entries; at most \(limit) fit")
    }
    let texts = items.compactMap { item -> String? in
      guard case .string(let text) = item.value else {
        complain(
          item.position, "\(name.quoted) must be \(requirement); an entry is \(item.value.summary)")
        return nil
      }
      if let problem = problem(text) {
        complain(item.position, "\(text.quoted) in \(name.quoted) \(problem)")
      }
      return text
    }
    return problems.count == before ? texts : nil
  }

  func value(ofText text: String) -> TOMLValue {
    let texts: [Substring] =
      switch notation {
      case .commas where text.isEmpty: []
      case .commas:
        text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmed)
      case .lines: text.split(whereSeparator: \.isNewline)
      }
    return .array(texts.map { TOMLItem(value: .string(String($0)), position: .none) })
  }

  func toml(_ value: [String]) -> String {
    "[\(value.map(\.toml).joined(separator: ", "))]"
  }
}

extension Substring {
  fileprivate var trimmed: Substring {
    var rest = drop(while: \.isWhitespace)
    while rest.last?.isWhitespace == true { rest.removeLast() }
    return rest
  }
}
