/// Decides by an option's or a variable's name whether its value is a secret.
///
/// A name is taken apart into words at `-`, `_` and where small letters meet capitals, and of a
/// dotted name only the last part counts. It names a secret if one of its words ends in a word
/// such as `password` or `token`: `--db-password`, `PGPASSWORD`, `accessToken`. Ends, so that
/// `--tokenizer` and `--secondary` do not; and digits after a word are ignored. It does not if
///
/// 1. its last word says that the value is about a secret: `--token-count`, `--password-file`,
///    `SSH_AUTH_SOCK`, `AWS_ACCESS_KEY_ID`; or
/// 2. its first word says that it is a switch or a bound: `--no-password`, `--max-token`; or
/// 3. it is `PWD`, the working directory. `pwd`, `Pwd` and `MYSQL_PWD` do name secrets, and so
///    does `PWD` after the semicolon of a connection string.
///
/// `pass` means so many other things that it counts only at the end, after another word, and
/// either in capitals (`DB_PASS`) or after a word that tells whose it is (`--http-pass`).
struct SecretName {
  let block: ArgumentBlock

  /// - Parameter run: The name with any dashes before it.
  func isSecret(_ run: Range<Int>) -> Bool {
    let name = lastPart(of: run)
    var isSecret = false
    var previous: Range<Int>?
    var cursor = name.lowerBound
    while let word = nextWord(from: &cursor, in: name) {
      if previous == nil, matches(word, Self.negatingFirstWords) { return false }
      if isSecretWord(word, after: previous, of: run) {
        isSecret = true
      } else if cursor >= name.upperBound {
        return isSecret
          ? !matches(word, Self.aboutLastWords)
          : isPass(word, after: previous, in: name)
      }
      previous = word
    }
    return isSecret
  }

  private func lastPart(of run: Range<Int>) -> Range<Int> {
    var start = run.upperBound
    while start > run.lowerBound, block[start - 1] != .dot {
      start -= 1
    }
    return start..<run.upperBound
  }

  /// The next word without digits at its end, or `nil` at the end of the name.
  private func nextWord(from cursor: inout Int, in name: Range<Int>) -> Range<Int>? {
    let start = block.first(from: cursor, before: name.upperBound) { $0.isAlphanumeric }
    guard start < name.upperBound else { return nil }
    var end = start + 1
    while end < name.upperBound, block[end].isAlphanumeric, !beginsWord(end) {
      end += 1
    }
    cursor = block.first(from: end, before: name.upperBound) { $0.isAlphanumeric }
    while end > start + 1, block[end - 1].isDigit {
      end -= 1
    }
    return start..<end
  }

  /// Whether a capital begins a word, as both do in `apiKey` and `APIKey`.
  private func beginsWord(_ position: Int) -> Bool {
    guard block[position].isUpper else { return false }
    return !block[position - 1].isUpper || block[position + 1].isLower
  }

  private func isSecretWord(
    _ word: Range<Int>, after previous: Range<Int>?, of run: Range<Int>
  ) -> Bool {
    if Self.secretEndings.contains(where: { block.hasSuffix($0, ignoringCase: word) }) {
      return true
    }
    if block.equals(word, ignoringCase: "pwd") {
      let isCapital = block[word.lowerBound].isUpper && block[word.lowerBound + 1].isUpper
      return previous != nil || !isCapital || block[run.lowerBound - 1] == .semicolon
    }
    guard let previous else { return false }
    if block.equals(word, ignoringCase: "key") { return matches(previous, Self.keyOwners) }
    return block.equals(previous, ignoringCase: "pass") && matches(word, Self.passEndings)
  }

  private func isPass(
    _ word: Range<Int>, after previous: Range<Int>?, in name: Range<Int>
  ) -> Bool {
    guard let previous, block.equals(word, ignoringCase: "pass") else { return false }
    return name.allSatisfy { !block[$0].isLower } || matches(previous, Self.passOwners)
  }

  private func matches(_ word: Range<Int>, _ list: [StaticString]) -> Bool {
    list.contains { block.equals(word, ignoringCase: $0) }
  }
}
