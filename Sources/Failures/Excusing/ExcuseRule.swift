/// An end other than exit status 0 that is no failure.
public struct ExcuseRule: Sendable, Equatable {
  /// How a process ends.
  public enum Ending: Sendable, Equatable {
    /// With any exit status but 0.
    case exit
    /// With one of these.
    case codes(Set<Int32>)
    /// By this signal.
    case signal(Int32)
  }

  /// What else must hold.
  enum Condition: Sendable, Equatable {
    case always
    /// One of its arguments, the program's name among them, contains one of these.
    case argument(containing: [String])
    /// It has one argument, one of these.
    case onlyArgument([String])
    /// The first argument that is no option is one of these.
    case command([String])
    /// The signal came from its parent.
    case sentByParent
    /// It is part of a script that tries out what there is.
    case probing
    /// Nothing is known to have kept it from its work but that nobody read its output any more.
    case outputUnread
  }

  /// The names of programs; empty: any.
  var tools: Set<String>
  var ending: Ending
  var condition: Condition
  /// Why it is no failure.
  public var why: String

  init(
    _ tools: Set<String>, _ ending: Ending, when condition: Condition = .always, _ why: String
  ) {
    (self.tools, self.ending, self.condition, self.why) = (tools, ending, condition, why)
  }

  /// A rule of the user's.
  public init(tool: String, ending: Ending, why: String) {
    self.init([tool], ending, why)
  }

  /// Whether it holds for a process; `arguments` stand in for its own where it tried to execute
  /// something and could not.
  func excuses(_ process: ProcessEvidence) -> Bool {
    let name = process.failedExecution?.toolName ?? process.tool
    let arguments = process.failedExecution?.arguments ?? process.arguments
    guard tools.isEmpty || tools.contains(name) else { return false }
    switch ending {
    case .exit: if process.exitCode == nil { return false }
    case .codes(let codes):
      guard let code = process.exitCode, codes.contains(code) else { return false }
    case .signal(let signal): if process.signal != signal { return false }
    }
    switch condition {
    case .always: return true
    case .argument(let parts):
      return arguments.contains { argument in parts.contains { argument.contains($0) } }
    case .onlyArgument(let words):
      return arguments.count == 2 && words.contains(arguments[1])
    case .command(let words):
      let first = arguments.dropFirst().first { !$0.hasPrefix("-") }
      return first.map(words.contains) ?? false
    case .sentByParent:
      guard case .process(let pid, _) = process.sender else { return false }
      return pid == process.ppid
    case .probing: return process.isProbing
    case .outputUnread: return TellingCall.unread(process) != nil
    }
  }
}

extension FailedExecution {
  var toolName: String { String(path.split(separator: "/").last ?? "") }
}
