/// Breaks sentences into lines.
enum TextWrap {
  /// The lines of an escaped text, broken at spaces; what has none is broken where the line ends.
  static func lines(_ text: String, columns: Int, indent: Int = 0, hanging: Int? = nil) -> [String]
  {
    var lines: [String] = []
    var line = String(repeating: " ", count: indent)
    var isEmpty = true
    func end() {
      lines.append(line)
      line = String(repeating: " ", count: hanging ?? indent)
      isEmpty = true
    }
    for word in text.split(separator: " ") {
      var word = Substring(word)
      if !isEmpty, TerminalText.width(line) + 1 + TerminalText.width(String(word)) > columns {
        end()
      }
      if !isEmpty { line += " " }
      while TerminalText.width(line) + TerminalText.width(String(word)) > columns, word.count > 1 {
        let room = max(columns - TerminalText.width(line), 1)
        line += word.prefix(room)
        word = word.dropFirst(room)
        end()
      }
      line += word
      isEmpty = false
    }
    if !isEmpty { end() }
    return lines
  }
}
