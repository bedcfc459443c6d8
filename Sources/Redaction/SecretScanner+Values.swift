extension SecretScanner {
  /// The secret that belongs to the name in `run`, if that names one.
  ///
  /// - Parameter ownsArgument: Whether the name is the argument's own, as in `--password=a b`.
  ///   Otherwise it stands in a text of which only a part is the value.
  func value(of run: Range<Int>, in argument: Range<Int>, ownsArgument: Bool) -> Range<Int>? {
    guard let start = valueStart(after: run, in: argument), start < argument.upperBound,
      SecretName(block: block).isSecret(run) || isPasswordSource(run)
    else { return nil }
    let value =
      ownsArgument
      ? start..<argument.upperBound
      : embeddedValue(from: start, after: run, in: argument)
    return isSwitch(value) ? nil : value
  }

  /// Whether this is the `pass` of `pass:password`, which is how openssl is told a password.
  private func isPasswordSource(_ run: Range<Int>) -> Bool {
    let next = block[run.upperBound + 1]
    return run.count == 4 && block.hasPrefix("pass:", at: run.lowerBound) && !next.isBlank
  }

  /// Whether a value turns something on or off, so that it cannot be a secret.
  func isSwitch(_ value: Range<Int>) -> Bool {
    let words: [StaticString] = ["true", "false", "yes", "no", "on", "off", "none", "null"]
    return words.contains { block.equals(value, ignoringCase: $0) }
  }

  /// The password of a URL whose `://` is at `position`.
  ///
  /// The user's part ends at the last `@` before the path. If the block was cut before that, then
  /// what follows the colon is taken for a password unless it could be a port.
  func password(behind position: Int, in argument: Range<Int>) -> Range<Int>? {
    guard block.hasPrefix("://", at: position) else { return nil }
    let start = position + 3
    let end = authorityEnd(from: start, in: argument)
    let colon = block.first(from: start, before: end) { $0 == .colon }
    guard colon < end else { return nil }
    let rest = colon + 1..<end
    // A marker within stands for text that another rule has hidden, perhaps with a slash in it.
    guard !rest.dropFirst().contains(where: { block.hasPrefix(RedactionWriter.marker, at: $0) })
    else { return nil }
    if let at = rest.last(where: { block[$0] == .at }) { return colon + 1..<at }
    let isCut = end == block.count && block[start] != UInt8(ascii: "[")
    return isCut && !rest.allSatisfy { block[$0].isDigit } ? rest : nil
  }

  /// Where the part of a URL ends that names the user and the host.
  private func authorityEnd(from start: Int, in argument: Range<Int>) -> Int {
    block.first(from: start, before: argument.upperBound) {
      $0 == .slash || $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") || $0.isBlank
        || $0.isQuote
    }
  }

  /// Where the value behind a name begins.
  ///
  /// 1. `name=value`, `name = value`, `name => value`
  /// 2. `name: value` except `name::other`, `scheme://…`, and `/path/name:tag`
  /// 3. `"name": value`, and the same with escaped quotes
  /// 4. `--name value` within a text
  private func valueStart(after run: Range<Int>, in argument: Range<Int>) -> Int? {
    var cursor = run.upperBound
    if isQuoted(run, in: argument) {
      cursor += block[cursor] == .backslash ? 2 : 1
    }
    let afterName = cursor
    cursor = block.first(from: cursor, before: argument.upperBound) { !$0.isBlank }
    switch block[cursor] {
    case .equals:
      break
    case .colon:
      let next = block[cursor + 1]
      guard next != .colon, !block.hasPrefix("://", at: cursor),
        run.lowerBound == argument.lowerBound || block[run.lowerBound - 1] != .slash
      else { return nil }
    case let byte:
      let isOption = block[run.lowerBound] == .dash && cursor > afterName && byte != .dash
      return isOption ? cursor : nil
    }
    return block.first(from: cursor + 1, before: argument.upperBound) {
      !$0.isBlank && $0 != .equals && $0 != UInt8(ascii: ">")
    }
  }

  /// Whether the same quote stands before and after the name.
  private func isQuoted(_ run: Range<Int>, in argument: Range<Int>) -> Bool {
    guard let quote = quote(before: run, in: argument) else { return false }
    let end = run.upperBound
    return block[end] == quote || (block[end] == .backslash && block[end + 1] == quote)
  }

  private func quote(before run: Range<Int>, in argument: Range<Int>) -> UInt8? {
    guard run.lowerBound > argument.lowerBound else { return nil }
    let byte = block[run.lowerBound - 1]
    return byte.isQuote ? byte : nil
  }

  private func embeddedValue(
    from start: Int, after run: Range<Int>, in argument: Range<Int>
  ) -> Range<Int> {
    let end = argument.upperBound
    let isEscaped = block[start] == .backslash && block[start + 1].isQuote
    if isEscaped || block[start].isQuote {
      let quote = start + (isEscaped ? 1 : 0)
      return quote + 1..<closingQuote(of: quote, isEscaped: isEscaped, before: end)
    }
    if isQuoted(run, in: argument) {
      return
        start..<block.first(from: start, before: end) {
          $0 == UInt8(ascii: ",") || $0 == UInt8(ascii: "}") || $0.isBlank
        }
    }
    if let quote = quote(before: run, in: argument) {
      return start..<block.first(from: start, before: end) { $0 == quote }
    }
    return start..<wordEnd(from: start, before: end)
  }

  /// Where a quoted text ends. Within quotes an escaped quote is part of the text; within
  /// escaped quotes it ends the text.
  private func closingQuote(of quote: Int, isEscaped: Bool, before end: Int) -> Int {
    var position = quote + 1
    while position < end {
      if block[position] == block[quote] { return position }
      if block[position] == .backslash {
        if isEscaped, block[position + 1] == block[quote] { return position }
        position += 1
      }
      position += 1
    }
    return end
  }

  /// Where a value without quotes ends. It is two words if the first says how to authenticate.
  private func wordEnd(from start: Int, before end: Int) -> Int {
    let schemes: [StaticString] = ["basic", "bearer", "digest", "negotiate", "token"]
    let first = block.first(from: start, before: end) { $0.endsEmbeddedValue }
    guard schemes.contains(where: { block.equals(start..<first, ignoringCase: $0) }),
      block[first].isBlank
    else { return first }
    let second = block.first(from: first, before: end) { !$0.isBlank }
    return block.first(from: second, before: end) { $0.endsEmbeddedValue }
  }
}
