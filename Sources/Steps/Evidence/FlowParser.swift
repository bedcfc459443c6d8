/// Reads YAML's maps and lists in brackets, of which JSON is a part.
struct FlowParser {
  private var text: Substring
  private static let depthLimit = 40

  init(text: Substring) {
    self.text = text
  }

  /// Whether every bracket outside of quotes has been closed.
  static func isClosed(_ text: String) -> Bool {
    var depth = 0
    var quote: Character?
    for character in text {
      if let open = quote {
        if character == open { quote = nil }
        continue
      }
      switch character {
      case "\"", "'": quote = character
      case "{", "[": depth += 1
      case "}", "]": depth -= 1
      default: break
      }
    }
    return depth <= 0
  }

  /// The value that the text begins with; `nil` when there is none.
  mutating func value(depth: Int) -> DocumentNode? {
    skipBlanks()
    guard depth < Self.depthLimit, let first = text.first else { return nil }
    switch first {
    case "[": return list(depth: depth)
    case "{": return map(depth: depth)
    default: return .text(scalar())
    }
  }

  private mutating func list(depth: Int) -> DocumentNode? {
    text.removeFirst()
    var items: [DocumentNode] = []
    while true {
      skipBlanks()
      if text.isEmpty || text.first == "]" { break }
      guard let item = value(depth: depth + 1) else { return nil }
      items.append(item)
      skip(",")
    }
    skip("]")
    return .list(items)
  }

  private mutating func map(depth: Int) -> DocumentNode? {
    text.removeFirst()
    var members: [(key: String, value: DocumentNode)] = []
    while true {
      skipBlanks()
      if text.isEmpty || text.first == "}" { break }
      let key = scalar()
      skip(":")
      guard let value = value(depth: depth + 1) else { return nil }
      members.append((key, value))
      skip(",")
    }
    skip("}")
    return .map(members)
  }

  /// A quoted text, or a plain one up to what ends it. Always takes something.
  private mutating func scalar() -> String {
    if let quote = text.first, quote == "\"" || quote == "'" {
      text.removeFirst()
      var result = ""
      while let character = text.popFirst(), character != quote {
        result.append(character == "\\" ? text.popFirst() ?? character : character)
      }
      return result
    }
    var result = ""
    while let character = text.first, !",]}".contains(character) {
      if character == ":", text.dropFirst().first.map(\.isWhitespace) ?? true { break }
      result.append(text.removeFirst())
    }
    if result.isEmpty { _ = text.popFirst() }
    return result.oneLine
  }

  private mutating func skip(_ character: Character) {
    skipBlanks()
    if text.first == character { text.removeFirst() }
  }

  private mutating func skipBlanks() {
    text = text.drop { $0.isWhitespace }
  }
}
