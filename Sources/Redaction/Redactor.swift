/// Hides secrets in the arguments and the environment of programs, before these are stored.
///
/// It works on the blocks as the kernel has them, NUL-terminated strings one after the other of
/// which the last may be cut, and puts `[redacted]` in place of each secret. The number of strings
/// stays the same. The built-in rules hide
///
/// - the values of options and assignments whose name tells of a password, a passphrase, a
///   secret, a token, credentials, authorization, or an API, access or private key, as
///   `--password=X`, `--password X`, `PASSWORD=X`, `Authorization: Bearer X`, `"password": "X"`,
///   also within a shell's command line or a URL's query;
/// - the password in `scheme://user:password@host`;
/// - tokens of known shapes, such as `ghp_…` and JSON Web Tokens;
/// - `mysql -pX`, `sshpass -p X`, `curl -u user:X`.
///
/// In doubt they hide: `--credentials file.json` loses the path. Options that are about a secret,
/// such as `--token-count 5` and `--password-file path`, and values such as `none` are left alone.
/// A second redaction by them changes nothing.
///
/// A block without secrets costs one pass and no memory. Own patterns cost far more, as each is
/// matched against each argument.
public struct Redactor: Sendable {
  private let patterns: [SecretPattern]
  private let defaults: Bool
  private let filter = SecretFilter()

  /// - Parameters:
  ///   - patterns: POSIX extended regular expressions, matched against one argument or one
  ///     `NAME=value` at a time. What the first group matched is hidden, or all of the match if
  ///     there is no group.
  ///   - defaults: Whether the built-in rules apply too.
  /// - Throws: ``RedactionError`` for the first pattern that is not a regular expression.
  public init(patterns: [String] = [], defaults: Bool = true) throws(RedactionError) {
    var compiled: [SecretPattern] = []
    for pattern in patterns {
      compiled.append(try SecretPattern(pattern))
    }
    self.patterns = compiled
    self.defaults = defaults
  }

  /// Hides the secrets of an argument block.
  ///
  /// - Parameters:
  ///   - arguments: `argv`, from the program's name on.
  ///   - output: Receives the block without secrets. Its storage is used again.
  /// - Returns: Whether there was anything to hide; if not, `output` is left alone.
  public func redact(arguments: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Bool {
    redact(arguments, into: &output) { $0.scanArguments() }
  }

  /// Hides the secrets of an environment block, `NAME=value` strings.
  ///
  /// - Parameters:
  ///   - environment: The variables.
  ///   - output: Receives the block without secrets. Its storage is used again.
  /// - Returns: Whether there was anything to hide; if not, `output` is left alone.
  public func redact(environment: UnsafeRawBufferPointer, into output: inout [UInt8]) -> Bool {
    redact(environment, into: &output) { $0.scanEnvironment() }
  }

  private func redact(
    _ block: UnsafeRawBufferPointer, into output: inout [UInt8],
    scan: (inout SecretScanner) -> Void
  ) -> Bool {
    var hasSecrets = false
    if defaults, filter.fires(on: block) {
      var scanner = SecretScanner(block: ArgumentBlock(block))
      swap(&output, &scanner.writer.bytes)
      scan(&scanner)
      swap(&output, &scanner.writer.bytes)
      hasSecrets = scanner.writer.hasSecrets
    }
    for pattern in patterns {
      hasSecrets = apply(pattern, to: block, hasSecrets: hasSecrets, output: &output)
    }
    return hasSecrets
  }

  /// Applies a pattern to the result so far, which is `block` itself until a secret was found.
  private func apply(
    _ pattern: SecretPattern, to block: UnsafeRawBufferPointer, hasSecrets: Bool,
    output: inout [UInt8]
  ) -> Bool {
    guard hasSecrets else { return pattern.hide(in: block, into: &output) }
    var result: [UInt8] = []
    if output.withUnsafeBytes({ pattern.hide(in: $0, into: &result) }) {
      swap(&output, &result)
    }
    return true
  }
}
