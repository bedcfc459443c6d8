/// Reads as much of YAML as workflow descriptions are written in: maps and lists, indented or in
/// brackets (so JSON too), plain and quoted scalars, and blocks of text behind `|` and `>`, which
/// are skipped. Anchors, tags, merged keys and several documents in a file are not read: what is
/// behind one of these is taken for text or left out, and then names nothing.
///
/// Nothing about the text is believed: depth and size are bounded.
struct DocumentParser {
  private struct Line {
    var indent: Int
    var text: Substring
  }

  private var lines: [Line] = []
  private var next = 0
  private static let depthLimit = 40

  /// The root of a document; `nil` when there is none in the text.
  static func parse(_ text: String) -> DocumentNode? {
    let start = text.drop { $0.isWhitespace }
    if start.first == "{" || start.first == "[" {
      var flow = FlowParser(text: start)
      return flow.value(depth: 0)
    }
    var parser = DocumentParser()
    for line in text.split(separator: "\n") {
      let words = line.drop { $0 == " " }
      guard let first = words.first, first != "#", first != "%", !words.hasPrefix("---") else {
        continue
      }
      parser.lines.append(Line(indent: line.count - words.count, text: words))
    }
    return parser.block(minimum: 0, depth: 0)
  }

  /// A map or a list that is indented at least so far.
  private mutating func block(minimum: Int, depth: Int) -> DocumentNode? {
    guard next < lines.count, lines[next].indent >= minimum, depth < Self.depthLimit else {
      return nil
    }
    let indent = lines[next].indent
    let isList = Self.isItem(lines[next].text)
    var items: [DocumentNode] = []
    var members: [(key: String, value: DocumentNode)] = []
    while next < lines.count, lines[next].indent == indent,
      Self.isItem(lines[next].text) == isList
    {
      if isList {
        items.append(item(indent: indent, depth: depth))
      } else if let member = member(indent: indent, depth: depth) {
        members.append(member)
      }
    }
    // What is further in than what it belongs to is none of ours.
    while next < lines.count, lines[next].indent > indent { next += 1 }
    return isList ? .list(items) : .map(members)
  }

  /// `- value`, or `- key: value` with more keys below it.
  private mutating func item(indent: Int, depth: Int) -> DocumentNode {
    let rest = lines[next].text.dropFirst().drop { $0 == " " }
    guard !rest.isEmpty, rest.first != "#" else {
      next += 1
      return block(minimum: indent + 1, depth: depth + 1) ?? .text("")
    }
    if Self.colon(in: rest) != nil, rest.first != "{", rest.first != "[" {
      // The line goes on as if the dash were a blank.
      lines[next] = Line(indent: indent + lines[next].text.count - rest.count, text: rest)
      return block(minimum: indent + 1, depth: depth + 1) ?? .text("")
    }
    next += 1
    return scalar(rest, indent: indent)
  }

  private mutating func member(
    indent: Int, depth: Int
  ) -> (key: String, value: DocumentNode)? {
    let text = lines[next].text
    next += 1
    guard let colon = Self.colon(in: text) else { return nil }
    let key = Self.unquoted(text[..<colon])
    let rest = text[text.index(after: colon)...].drop { $0 == " " }
    guard rest.isEmpty || rest.first == "#" else { return (key, scalar(rest, indent: indent)) }
    // A list may stand as far left as its key.
    let isList = next < lines.count && Self.isItem(lines[next].text)
    return (key, block(minimum: isList ? indent : indent + 1, depth: depth + 1) ?? .text(""))
  }

  private mutating func scalar(_ text: Substring, indent: Int) -> DocumentNode {
    switch text.first {
    case "|", ">":
      while next < lines.count, lines[next].indent > indent { next += 1 }
      return .text("")
    case "{", "[":
      var whole = String(text)
      while !FlowParser.isClosed(whole), next < lines.count, whole.utf8.count < 64 << 10 {
        whole += "\n" + lines[next].text
        next += 1
      }
      var flow = FlowParser(text: whole[...])
      return flow.value(depth: 0) ?? .text("")
    default: return .text(Self.unquoted(text))
    }
  }

  private static func isItem(_ text: Substring) -> Bool {
    text == "-" || text.hasPrefix("- ")
  }

  /// The colon that ends a key.
  private static func colon(in text: Substring) -> Substring.Index? {
    var quote: Character?
    for place in text.indices {
      let character = text[place]
      if let open = quote {
        if character == open { quote = nil }
      } else if character == "\"" || character == "'" {
        guard place == text.startIndex else { continue }
        quote = character
      } else if character == ":" {
        let after = text.index(after: place)
        if after == text.endIndex || text[after] == " " { return place }
      }
    }
    return nil
  }

  private static func unquoted(_ text: Substring) -> String {
    if let quote = text.first, quote == "\"" || quote == "'" {
      return String(text.dropFirst().prefix { $0 != quote })
    }
    let end = text.firstRange(of: " #")?.lowerBound ?? text.endIndex
    return text[..<end].oneLine
  }
}
