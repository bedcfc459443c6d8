/// Tokens that are known by their look, whatever stands before them.
///
/// | shape | issued by |
/// |---|---|
/// | `ghp_`, `gho_`, `ghu_`, `ghs_`, `ghr_`, `github_pat_` and 20 or more | GitHub |
/// | `glpat-` and 20 or more | GitLab |
/// | `AKIA` or `ASIA` and 16 capitals or digits | AWS |
/// | `xoxb-` and its like and 10 or more | Slack |
/// | `sk-` and, in what follows, 16 letters and digits in a row | OpenAI, Anthropic |
/// | `eyJ` and three parts in base64 with dots between | JSON Web Tokens |
struct TokenShape {
  let block: ArgumentBlock

  /// The first token in `run`, which consists of the bytes of names only.
  func firstToken(in run: Range<Int>) -> Range<Int>? {
    for start in run where start == run.lowerBound || !block[start - 1].isWordByte {
      if let end = tokenEnd(from: start, in: run) { return start..<end }
    }
    return nil
  }

  private func tokenEnd(from start: Int, in run: Range<Int>) -> Int? {
    switch block[start] {
    case UInt8(ascii: "g"): gitEnd(from: start, in: run)
    case UInt8(ascii: "A"): awsEnd(from: start, in: run)
    case UInt8(ascii: "x"): slackEnd(from: start, in: run)
    case UInt8(ascii: "s"): apiKeyEnd(from: start, in: run)
    case UInt8(ascii: "e"): webTokenEnd(from: start, in: run)
    default: nil
    }
  }

  private func gitEnd(from start: Int, in run: Range<Int>) -> Int? {
    if block.hasPrefix("glpat-", at: start) {
      return end(after: start + 6, in: run, atLeast: 20) { $0.isWordByte || $0 == .dash }
    }
    if block.hasPrefix("github_pat_", at: start) {
      return end(after: start + 11, in: run, atLeast: 20) { $0.isWordByte }
    }
    guard block[start + 1] == UInt8(ascii: "h"), "pousr".utf8.contains(block[start + 2]),
      block[start + 3] == .underscore
    else { return nil }
    return end(after: start + 4, in: run, atLeast: 20) { $0.isAlphanumeric }
  }

  private func awsEnd(from start: Int, in run: Range<Int>) -> Int? {
    guard block.hasPrefix("AKIA", at: start) || block.hasPrefix("ASIA", at: start) else {
      return nil
    }
    let end = end(after: start + 4, in: run, atLeast: 16) { $0.isUpper || $0.isDigit }
    guard let end, end == start + 20, !block[end].isWordByte else { return nil }
    return end
  }

  private func slackEnd(from start: Int, in run: Range<Int>) -> Int? {
    guard block.hasPrefix("xox", at: start), "abeoprs".utf8.contains(block[start + 3]),
      block[start + 4] == .dash
    else { return nil }
    return end(after: start + 5, in: run, atLeast: 10) { $0.isAlphanumeric || $0 == .dash }
  }

  /// Hyphens and words are in many names, of samples for one, so a stretch without any that has
  /// a digit is asked for.
  private func apiKeyEnd(from start: Int, in run: Range<Int>) -> Int? {
    guard block.hasPrefix("sk-", at: start) else { return nil }
    let end = block.first(from: start + 3, before: run.upperBound) { $0 == .dot }
    var stretch = 0
    var digits = 0
    for position in start + 3..<end {
      guard block[position].isAlphanumeric else {
        (stretch, digits) = (0, 0)
        continue
      }
      stretch += 1
      digits += block[position].isDigit ? 1 : 0
      if stretch >= 16, digits > 0 { return end }
    }
    return nil
  }

  private func webTokenEnd(from start: Int, in run: Range<Int>) -> Int? {
    guard block.hasPrefix("eyJ", at: start) else { return nil }
    var position = start
    for part in 0..<3 {
      let minimum = part == 0 ? 10 : 4
      guard
        let end = end(
          after: position, in: run, atLeast: minimum, where: { $0.isWordByte || $0 == .dash })
      else { return nil }
      if part == 2 { return run.upperBound }
      guard block[end] == .dot else { return nil }
      position = end + 1
    }
    return nil
  }

  /// Where the bytes that satisfy `predicate` end, if there are enough of them.
  private func end(
    after start: Int, in run: Range<Int>, atLeast count: Int, where predicate: (UInt8) -> Bool
  ) -> Int? {
    let end = block.first(from: start, before: run.upperBound) { !predicate($0) }
    return end - start >= count ? end : nil
  }
}
