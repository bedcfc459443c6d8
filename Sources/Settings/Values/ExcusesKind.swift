import TOML

/// Ends of programs that are no failures: an array of tables.
struct ExcusesKind: ValueKind {
  private static let keys = ["tool", "exit_code", "signal", "why"]
  /// The names of signals with their numbers on x86 and arm64 (signal(7)).
  private static let signals: [(name: String, number: Int32)] = [
    "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2",
    "PIPE", "ALRM", "TERM", "STKFLT", "CHLD", "CONT", "STOP", "TSTP", "TTIN", "TTOU", "URG",
    "XCPU", "XFSZ", "VTALRM", "PROF", "WINCH", "IO", "PWR", "SYS",
  ].enumerated().map { ("SIG\($0.element)", Int32($0.offset + 1)) }

  let requirement = "an array of tables: tool, why, and exit_code or signal"

  func read(
    _ item: TOMLItem, named name: String, into problems: inout [Problem]
  ) -> [Settings.Excuse]? {
    guard case .array(let items) = item.value else {
      problems.append(mismatch(item, named: name, mend: "write [[\(name)]]"))
      return nil
    }
    let before = problems.count
    let excuses = items.compactMap { item -> Settings.Excuse? in
      guard case .table(let table) = item.value else {
        problems.append(mismatch(item, named: name, mend: "write [[\(name)]]"))
        return nil
      }
      return excuse(table, at: item.position, named: name, into: &problems)
    }
    return problems.count == before ? excuses : nil
  }

  private func excuse(
    _ table: TOMLTable, at position: TOMLPosition, named name: String,
    into problems: inout [Problem]
  ) -> Settings.Excuse? {
    let before = problems.count
    for entry in table.entries where !Self.keys.contains(entry.key) {
      let nearest = Spelling.nearest(to: entry.key, in: Self.keys)
      let mend = nearest.map { "did you mean '\($0)'?" }
      problems.append(
        Problem(
          position: entry.keyPosition,
          message: "unknown key \("\(name).\(entry.key)".quoted); "
            + (mend ?? "valid: \(Self.keys.joined(separator: ", "))")))
    }
    let tool = text("tool", table, position, named: name, into: &problems)
    if let tool, tool.contains("/"), let item = table["tool"] {
      problems.append(
        Problem(
          position: item.position,
          message: "\("\(name).tool".quoted) must be a name without directories, not "
            + tool.quoted))
    }
    let why = text("why", table, position, named: name, into: &problems)
    let ending = ending(table, at: position, named: name, into: &problems)
    guard let tool, let why, let ending, problems.count == before else { return nil }
    return Settings.Excuse(tool: tool, ending: ending, why: why)
  }

  private func text(
    _ key: String, _ table: TOMLTable, _ position: TOMLPosition, named name: String,
    into problems: inout [Problem]
  ) -> String? {
    if case .string(let text) = table[key]?.value, !text.isEmpty { return text }
    let path = "\(name).\(key)".quoted
    let message =
      table[key].map { "\(path) must be a text that is not empty, not \($0.value.summary)" }
      ?? "\(path) is missing"
    problems.append(Problem(position: table[key]?.position ?? position, message: message))
    return nil
  }

  private func ending(
    _ table: TOMLTable, at position: TOMLPosition, named name: String,
    into problems: inout [Problem]
  ) -> Settings.Excuse.Ending? {
    switch (table["exit_code"], table["signal"]) {
    case (let code?, nil):
      if case .integer(let number) = code.value, (1...255).contains(number) {
        return .exitCode(Int32(number))
      }
      problems.append(
        Problem(
          position: code.position,
          message: "\("\(name).exit_code".quoted) must be a number from 1 to 255, not "
            + code.value.summary))
    case (nil, let signal?):
      if case .string(let text) = signal.value,
        let known = Self.signals.first(where: { $0.name == text })
      {
        return .signal(known.number)
      }
      problems.append(
        Problem(
          position: signal.position,
          message: "\("\(name).signal".quoted) must be the name of a signal, such as \"SIGTERM\", "
            + "not \(signal.value.summary)"))
    default:
      problems.append(
        Problem(
          position: position,
          message: "an entry of \(name.quoted) must have either an exit_code or a signal"))
    }
    return nil
  }

  func toml(_ value: [Settings.Excuse]) -> String {
    let excuses = value.map { excuse in
      let ending =
        switch excuse.ending {
        case .exitCode(let code): "exit_code = \(code)"
        case .signal(let number):
          "signal = \((Self.signals.first { $0.number == number }?.name ?? "").toml)"
        }
      return "{ tool = \(excuse.tool.toml), \(ending), why = \(excuse.why.toml) }"
    }
    return "[\(excuses.joined(separator: ", "))]"
  }
}
