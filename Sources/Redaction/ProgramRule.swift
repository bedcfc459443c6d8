/// Options with a secret that only some programs have, known by the name of `argv[0]`.
///
/// - `mysql`, `mysqldump`, `mariadb` and all whose names begin so: `-pSECRET`. A bare `-p` asks
///   for the password, and what follows is not it.
/// - `sshpass`: `-p SECRET` and `-pSECRET`, before the command that it runs.
/// - `curl`: what follows the colon in `-u user:SECRET`, `--user`, `-U` and `--proxy-user`.
struct ProgramRule {
  private enum Program {
    case mysql
    case sshpass
    case sshpassValue
    case curl
    case curlValue
  }

  private let block: ArgumentBlock
  private var program: Program?

  /// - Parameter command: `argv[0]`, a path or a name.
  init(block: ArgumentBlock, command: Range<Int>) {
    self.block = block
    let slash = command.last { block[$0] == .slash }
    let name = (slash.map { $0 + 1 } ?? command.lowerBound)..<command.upperBound
    if block.hasPrefix("mysql", at: name.lowerBound)
      || block.hasPrefix("mariadb", at: name.lowerBound)
    {
      program = .mysql
    } else if block.equals(name, ignoringCase: "sshpass") {
      program = .sshpass
    } else if block.equals(name, ignoringCase: "curl") {
      program = .curl
    }
  }

  /// The secret in the next argument after `argv[0]`.
  mutating func secret(in argument: Range<Int>) -> Range<Int>? {
    switch program {
    case .mysql:
      attachedValue("-p", of: argument)
    case .sshpass:
      sshpassSecret(in: argument)
    case .sshpassValue:
      sshpassValue(argument)
    case .curl:
      curlSecret(in: argument)
    case .curlValue:
      curlValue(argument)
    case nil:
      nil
    }
  }

  private func attachedValue(_ option: StaticString, of argument: Range<Int>) -> Range<Int>? {
    let start = argument.lowerBound + option.utf8CodeUnitCount
    guard block.hasPrefix(option, at: argument.lowerBound), start < argument.upperBound else {
      return nil
    }
    return start..<argument.upperBound
  }

  private mutating func sshpassSecret(in argument: Range<Int>) -> Range<Int>? {
    guard block[argument.lowerBound] == .dash else {
      program = nil
      return nil
    }
    if argument.count == 2, block.hasPrefix("-p", at: argument.lowerBound) {
      program = .sshpassValue
    }
    return attachedValue("-p", of: argument)
  }

  private mutating func sshpassValue(_ argument: Range<Int>) -> Range<Int>? {
    program = .sshpass
    return argument
  }

  private mutating func curlSecret(in argument: Range<Int>) -> Range<Int>? {
    let start = argument.lowerBound
    let isLong = block.hasPrefix("--", at: start)
    if isLong {
      if block.equals(argument, ignoringCase: "--user")
        || block.equals(argument, ignoringCase: "--proxy-user")
      {
        program = .curlValue
      }
      return afterColon(attachedValue("--user=", of: argument))
        ?? afterColon(attachedValue("--proxy-user=", of: argument))
    }
    // The last of several options in one, such as -sSu, takes the next argument.
    if argument.count > 1, block[start] == .dash,
      block[argument.upperBound - 1].lowered == UInt8(ascii: "u"),
      argument.dropFirst().allSatisfy({ block[$0].isAlphanumeric })
    {
      program = .curlValue
      return nil
    }
    return afterColon(attachedValue("-u", of: argument) ?? attachedValue("-U", of: argument))
  }

  private mutating func curlValue(_ argument: Range<Int>) -> Range<Int>? {
    program = .curl
    return afterColon(argument)
  }

  private func afterColon(_ credentials: Range<Int>?) -> Range<Int>? {
    guard let credentials else { return nil }
    let colon = credentials.first { block[$0] == .colon }
    return colon.map { $0 + 1..<credentials.upperBound }
  }
}
