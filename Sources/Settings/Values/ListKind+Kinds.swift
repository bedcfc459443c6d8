extension ValueKind where Self == ListKind {
  /// Names of users.
  static var users: ListKind {
    ListKind(
      entries: "names of users", limit: 4096,
      emptyProblem: "so no user would match; remove the key to follow every user",
      problem: nameProblem)
  }

  /// Names of executables.
  static var executables: ListKind {
    ListKind(
      entries: "names of executables", limit: 4096,
      emptyProblem: "so no program would match; name one, or remove the pipeline",
      problem: nameProblem)
  }

  /// Names of environment variables, as long and as many as the kernel side has room for.
  static var environment: ListKind {
    ListKind(
      entries: "names of environment variables, which may end in *", limit: 24,
      problem: variableProblem)
  }

  /// Patterns of what to redact.
  ///
  /// They may well have commas, so a variable holds one a line.
  static var redactions: ListKind {
    ListKind(
      entries: "POSIX extended regular expressions", notation: .lines,
      problem: RegularExpression.problem)
  }

  /// What is wrong with a name of a user, a program or a pipeline.
  @Sendable static func nameProblem(_ name: String) -> String? {
    if name.isEmpty { return "is empty; write a name" }
    if name.utf8.contains(0) { return "has a NUL character; remove it" }
    return name.utf8.contains(UInt8(ascii: "/"))
      ? "has a '/'; write the name alone, without directories" : nil
  }

  @Sendable private static func variableProblem(_ pattern: String) -> String? {
    let isPrefix = pattern.hasSuffix("*")
    let name = Array(pattern.utf8.dropLast(isPrefix ? 1 : 0))
    if name.isEmpty {
      return isPrefix
        ? "would keep every variable, secrets included; write a longer beginning"
        : "is empty; write a name"
    }
    if let odd = name.first(where: { [0, UInt8(ascii: "="), UInt8(ascii: "*")].contains($0) }) {
      return odd == UInt8(ascii: "*")
        ? "has a '*' that is not at its end; list the names"
        : "cannot be a name; remove \(odd == 0 ? "the NUL character" : "the '='")"
    }
    return name.count > 31 ? "has more than 31 bytes; write its beginning and a '*'" : nil
  }
}
