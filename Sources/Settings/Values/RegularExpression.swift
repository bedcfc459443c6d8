import Glibc

/// Checks POSIX extended regular expressions by compiling them.
enum RegularExpression {
  /// What is wrong with `pattern`, to follow it; `nil` if it is fine.
  @Sendable static func problem(_ pattern: String) -> String? {
    if pattern.utf8.contains(0) { return "has a NUL character; remove it" }
    var expression = regex_t()
    let code = regcomp(&expression, pattern, REG_EXTENDED | REG_NOSUB)
    guard code == 0 else {
      var reason = [CChar](repeating: 0, count: 128)
      regerror(code, &expression, &reason, reason.count)
      let text = reason.withUnsafeBufferPointer { $0.baseAddress.map(String.init(cString:)) }
      return "is not a POSIX extended regular expression: \(text ?? "error \(code)")"
    }
    defer { regfree(&expression) }
    return regexec(&expression, "", 0, nil, 0) == 0
      ? "matches the empty text, and so everywhere; make it need a character" : nil
  }
}
