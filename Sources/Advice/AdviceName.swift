internal import Store

/// Names as workflow engines take them: of rules and labels letters, digits and underscores.
enum AdviceName {
  /// The name of somebody with all else made underscores.
  static func identifier(_ subject: Requirement.Subject) -> String {
    let bytes: [UInt8] =
      switch subject {
      case .tool(let name): name.bytes
      case .step(_, let name): Array(name.utf8)
      }
    var text = String(
      decoding: bytes.prefix(80).map { isWord($0) ? $0 : UInt8(ascii: "_") }, as: UTF8.self)
    // A label begins and ends with a letter or a digit.
    while text.hasPrefix("_") { text.removeFirst() }
    while text.hasSuffix("_") { text.removeLast() }
    guard let first = text.utf8.first else { return "unnamed" }
    return (0x30...0x39).contains(first) ? "x" + text : text
  }

  private static func isWord(_ byte: UInt8) -> Bool {
    (0x30...0x39).contains(byte) || (0x41...0x5a).contains(byte) || (0x61...0x7a).contains(byte)
      || byte == 0x5f
  }
}

extension [ResourceAdvice] {
  /// Those of an engine's own steps if it has any here; else those of tools, which somebody has to
  /// give the names of steps.
  func meant(for engine: String) -> (advice: [ResourceAdvice], areSteps: Bool) {
    let steps = filter {
      if case .step(engine, _) = $0.requirement.subject { true } else { false }
    }
    if !steps.isEmpty { return (steps, true) }
    let tools = filter {
      if case .tool = $0.requirement.subject { true } else { false }
    }
    return (tools, false)
  }

  /// Each with a name that no other has.
  func named() -> [(name: String, advice: ResourceAdvice)] {
    var used: [String: Int] = [:]
    return map { advice in
      let name = AdviceName.identifier(advice.requirement.subject)
      let number = used[name, default: 0] + 1
      used[name] = number
      return (number == 1 ? name : "\(name)_\(number)", advice)
    }
  }
}
