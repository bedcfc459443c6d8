/// Looks into the text of `sh -c TEXT`, as far as one can without being a shell.
enum ShellText {
  /// The first word of the last command; `nil` when quotes make that doubtful.
  static func lastCommand(of text: String) -> String? {
    let separators: Set<Character> = [";", "\n", "|", "&"]
    let commands = text.split { separators.contains($0) }
    guard let last = commands.last(where: { $0.contains { !$0.isWhitespace } }) else { return nil }
    let before = text[..<last.startIndex]
    guard before.count(where: { $0 == "'" }).isMultiple(of: 2),
      before.count(where: { $0 == "\"" }).isMultiple(of: 2)
    else { return nil }
    return last.split(whereSeparator: \.isWhitespace).first { $0 != "!" }.map(String.init)
  }
}
