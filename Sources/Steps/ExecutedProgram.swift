/// What a process executed, as far as steps are told by it.
public struct ExecutedProgram: Sendable {
  /// Secrets removed. What is not UTF-8 has become U+FFFD.
  public var arguments: [String]
  /// The working directory.
  public var directory: String
  /// Allow-listed variables, secrets removed.
  public var environment: [String: String]

  /// Puts an execution together.
  public init(arguments: [String], directory: String, environment: [String: String]) {
    self.arguments = arguments
    self.directory = directory
    self.environment = environment
  }

  /// What the program calls itself, without its directories.
  var name: String { arguments.first?.baseName ?? "" }

  /// The text of `sh -c TEXT`; `nil` for everything else.
  var shellText: String? { ShellInvocation(self)?.text }

  /// The program that an interpreter of Python runs and its arguments: of `python -m NAME …` and of
  /// `python DIRECTORY/NAME …`, as a script with `#!` becomes one too; of any other program, itself.
  var script: (name: String, arguments: ArraySlice<String>) {
    guard name.hasPrefix("python") else { return (name, arguments.dropFirst()) }
    var place = 1
    while place < arguments.count, arguments[place].hasPrefix("-") {
      if arguments[place] == "-m", place + 1 < arguments.count {
        return (arguments[place + 1], arguments[(place + 2)...])
      }
      if arguments[place] == "-c" { return (name, arguments.dropFirst()) }
      // These take a value.
      place += arguments[place] == "-X" || arguments[place] == "-W" ? 2 : 1
    }
    guard place < arguments.count else { return (name, arguments.dropFirst()) }
    return (arguments[place].baseName, arguments[(place + 1)...])
  }

  /// The command as one line, its program without directories; of `python SCRIPT`, the script.
  var commandLine: String {
    let (name, arguments) = script
    return ([name] + arguments).joined(separator: " ").oneLine
  }
}

extension StringProtocol {
  /// The last component of a path.
  var baseName: String {
    lastIndex(of: "/").map { String(self[index(after: $0)...]) } ?? String(self)
  }

  /// Without line feeds and repeated blanks, and without those at the ends.
  var oneLine: String {
    split(whereSeparator: \.isWhitespace).joined(separator: " ")
  }

  /// At most so many characters; a cut is marked.
  func cut(to limit: Int) -> String {
    // Lengths in bytes are quick, and never less than in characters.
    utf8.count <= limit || count <= limit ? String(self) : prefix(limit - 1) + "…"
  }

  /// Whether a text is in it as a word of its own: what is around it cannot be part of a path.
  func contains(path: some StringProtocol) -> Bool {
    guard !path.isEmpty else { return false }
    var rest = self[...]
    while let found = rest.firstRange(of: path) {
      let before = found.lowerBound == startIndex ? nil : self[index(before: found.lowerBound)]
      let after = found.upperBound == endIndex ? nil : self[found.upperBound]
      if !Self.isPartOfPath(before), !Self.isPartOfPath(after) { return true }
      rest = self[index(after: found.lowerBound)...]
    }
    return false
  }

  private static func isPartOfPath(_ character: Character?) -> Bool {
    guard let character else { return false }
    return character.isLetter || character.isNumber || "/._-+%@".contains(character)
  }
}
