/// How a shell is called: with a script, with the text of `-c`, or with neither.
struct ShellInvocation: Equatable {
  /// The text of `-c`.
  var text: String?
  /// The script's path, as it was given.
  var script: String?

  /// `nil` when the program is no shell.
  ///
  /// Options may stand together, and those that take a value take it from behind all of them, as in
  /// `bash -euo pipefail -c TEXT`.
  init?(_ program: ExecutedProgram) {
    guard Self.isShell(program.name) else { return nil }
    var hasText = false
    var rest = program.arguments.dropFirst()
    while let option = rest.first, option.first == "-" || option.first == "+", option.count > 1 {
      rest = rest.dropFirst()
      if option == "--" { break }
      if option.hasPrefix("--") {
        if option == "--rcfile" || option == "--init-file" { rest = rest.dropFirst() }
        continue
      }
      // A line `#!/bin/sh -e -x` hands all that over as one.
      if option.contains(" ") { continue }
      if option.first == "-", option.contains("c") { hasText = true }
      rest = rest.dropFirst(option.count { $0 == "o" || $0 == "O" })
    }
    if hasText { text = rest.first } else { script = rest.first }
  }

  static func isShell(_ name: String) -> Bool {
    switch name {
    case "sh", "bash", "dash", "zsh", "ksh", "mksh", "ash": true
    default: false
    }
  }
}
