/// Knows make and its recipes.
///
/// Recorded from GNU Make 4.3 (`make -j2`), processes with their children:
///
///     make -j2                                                    in /data/mk
///       /bin/sh -c 'tr a-z A-Z < a.in > a.out'                    MAKELEVEL=1
///         tr a-z A-Z                                              MAKELEVEL=1
///       cp a.in b.out                                             MAKELEVEL=1
///       make -C sub c.txt d.txt                                   MAKELEVEL=1
///         /bin/sh -c 'date > c.txt'                               MAKELEVEL=2, in /data/mk/sub
///       /bin/sh -c 'cd sub && make e.txt'                         MAKELEVEL=1
///         make e.txt                                              MAKELEVEL=1, in /data/mk/sub
///           touch e.txt                                           MAKELEVEL=2
///
/// A line of a recipe is a child of make, run by a shell only where it takes one. Which target it is
/// for, make tells nobody: it is concluded from a line that names the file it writes, with `-o` or
/// as the last thing behind `>`, and said to be. The goals of a make inside are on its command line.
enum MakeRecogniser {
  /// Whether a program is make.
  static func isMake(_ program: ExecutedProgram) -> Bool {
    switch program.name {
    case "make", "gmake", "gnumake": true
    default: false
    }
  }

  /// A line of a recipe, as the child of make that executes it.
  static func line(_ program: ExecutedProgram) -> StepDescription {
    let command = (program.shellText ?? program.commandLine).oneLine
    var details = StepDetails()
    details.set("command", command.cut(to: StepLimits.commandLength))
    details.set("directory", program.directory)
    if let level = program.environment["MAKELEVEL"].flatMap(Int.init) {
      details["level"] = .number(level)
    }
    if isMake(program) { details.set("goals", goals(program.arguments.dropFirst())) }
    let target =
      program.shellText.map(redirection)
      ?? optionValue(program.arguments.dropFirst())
    details.set("target", target)
    if target != nil { details.infer("target") }
    let tool = (program.shellText == nil ? program.name : firstWord(of: command)).baseName
    return StepDescription(
      engine: .make, name: target ?? tool, label: command.cut(to: StepLimits.labelLength),
      details: details)
  }

  // MARK: Parts

  /// What is neither an option, nor the value of one, nor a variable.
  private static func goals(_ arguments: ArraySlice<String>) -> [String] {
    var goals: [String] = []
    var isValue = false
    for argument in arguments {
      if isValue {
        isValue = false
      } else if argument.hasPrefix("-") {
        isValue = ["-C", "-f", "-I", "-o", "-W"].contains(argument)
      } else if !argument.contains("=") {
        goals.append(argument)
      }
    }
    return goals
  }

  /// The file that `-o` names.
  private static func optionValue(_ arguments: ArraySlice<String>) -> String? {
    guard let option = arguments.firstIndex(of: "-o"), option + 1 < arguments.endIndex else {
      return nil
    }
    return arguments[option + 1]
  }

  /// The file that the only output of a line of shell goes to; of several commands, nothing is
  /// concluded.
  private static func redirection(_ text: String) -> String? {
    guard !text.contains(where: { ";&()`$\"'\n".contains($0) }) else { return nil }
    let words = text.replacing(">", with: " > ").split(separator: " ").map(String.init)
    let marks = words.indices.filter { words[$0] == ">" }
    if marks.count == 1, let mark = marks.first, mark + 2 == words.count,
      !["1", "2"].contains(words[mark - (mark > 0 ? 1 : 0)]), !words[mark + 1].hasPrefix("/dev/")
    {
      return words[mark + 1]
    }
    return marks.isEmpty && !text.contains("|") ? optionValue(words[...]) : nil
  }

  /// The first word of a command that is no assignment.
  private static func firstWord(of command: String) -> String {
    let words = command.split(separator: " ")
    return String(words.first { !$0.contains("=") } ?? words.first ?? "")
  }
}
