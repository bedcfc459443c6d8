/// Applies the built-in rules to a block that the filter fired on.
///
/// An argument is read as runs of the bytes that names and tokens consist of, with other bytes
/// between. A run is a token, or it is the name of the value behind it, or neither:
///
/// ```
/// --env=DB_PASSWORD=abc          curl -H "Authorization: Bearer abc" https://u:abc@host
/// +---+ +---------+              +--+ ++  +-----------+
/// ```
///
/// A marker consists of other bytes too, at both ends, and a value that is a marker is left as it
/// is. So scanning the result finds the same places again, and nothing to hide.
struct SecretScanner {
  let block: ArgumentBlock
  var writer = RedactionWriter()

  private let names: SecretName
  private let tokens: TokenShape

  init(block: ArgumentBlock) {
    self.block = block
    names = SecretName(block: block)
    tokens = TokenShape(block: block)
  }

  /// Hides the secrets of an argument block.
  mutating func scanArguments() {
    let command = block.argument(from: 0)
    var program = ProgramRule(block: block, command: command)
    var isValueOfSecret = scan(command, expecting: nil)
    var start = command.upperBound + 1
    while start < block.count {
      let argument = block.argument(from: start)
      let secret = program.secret(in: argument)
      if isValueOfSecret, isValue(argument) {
        writer.hide(argument, of: block)
        isValueOfSecret = false
      } else {
        isValueOfSecret = scan(argument, expecting: secret)
      }
      start = argument.upperBound + 1
    }
    writer.finish(block)
  }

  /// Hides the secrets of an environment block.
  mutating func scanEnvironment() {
    var start = 0
    while start < block.count {
      let entry = block.argument(from: start)
      scan(entry, expecting: nil)
      start = entry.upperBound + 1
    }
    writer.finish(block)
  }

  /// Whether an argument may be the value of the option before, rather than an option.
  private func isValue(_ argument: Range<Int>) -> Bool {
    guard block[argument.lowerBound] == .dash else { return !isSwitch(argument) }
    return argument.count > 2 && block[argument.lowerBound + 1] != .dash
  }

  /// - Parameter expected: A secret that is known already.
  /// - Returns: Whether the argument is an option whose value, in the next argument, is a secret.
  @discardableResult
  private mutating func scan(_ argument: Range<Int>, expecting expected: Range<Int>?) -> Bool {
    var expected = expected
    var position = argument.lowerBound
    // Whether a name here would own all that follows, not only up to a space or an ampersand.
    var ownsArgument = true
    while position < argument.upperBound {
      if let secret = expected, position >= secret.lowerBound {
        writer.hide(secret, of: block)
        position = max(position, secret.upperBound)
        expected = nil
        ownsArgument = false
        continue
      }
      guard block[position].isNameByte else {
        expected = expected ?? password(behind: position, in: argument)
        ownsArgument = ownsArgument && block[position] == .equals
        position += 1
        continue
      }
      let limit = expected?.lowerBound ?? argument.upperBound
      let end = block.first(from: position, before: limit) { !$0.isNameByte }
      if position..<end == argument, block[position] == .dash,
        tokens.firstToken(in: argument) == nil
      {
        return names.isSecret(argument)
      }
      position = scan(run: position..<end, in: argument, ownsArgument: &ownsArgument)
    }
    return false
  }

  /// - Returns: The position behind what was read.
  private mutating func scan(
    run: Range<Int>, in argument: Range<Int>, ownsArgument: inout Bool
  ) -> Int {
    let secret =
      tokens.firstToken(in: run) ?? value(of: run, in: argument, ownsArgument: ownsArgument)
    guard let secret else { return run.upperBound }
    writer.hide(secret, of: block)
    ownsArgument = false
    return secret.upperBound
  }
}
