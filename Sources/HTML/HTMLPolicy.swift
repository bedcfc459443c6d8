/// What a page may do: run the scripts and use the styles that it was written with, and nothing else.
///
/// The page names them by a word that nobody can have known before it was written
/// (https://www.w3.org/TR/CSP3/#security-nonces): were a text of a process ever taken for markup, what
/// it brings would not run, and could load nothing.
public struct HTMLPolicy: Sendable {
  /// The word.
  public let nonce: String

  /// Thinks of a new word.
  public init() {
    var random = SystemRandomNumberGenerator()
    nonce = (0..<2).map { _ in String(random.next(), radix: 36) }.joined()
  }

  /// For `<meta http-equiv="Content-Security-Policy">`.
  public var content: String {
    "default-src 'none'; base-uri 'none'; form-action 'none'; script-src 'nonce-\(nonce)'; "
      + "style-src 'nonce-\(nonce)'"
  }
}
