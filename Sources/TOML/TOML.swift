/// Reads documents in TOML 1.0 (<https://toml.io/en/v1.0.0>).
///
/// Any input gives either a table or a ``TOMLParseError``; no input traps, whatever it holds.
/// Beyond the specification:
///
/// - Arrays, inline tables and the parts of a key nest at most 128 levels deep together. The
///   parser recurses, and a bound on depth is a bound on stack.
/// - An integer that does not fit in 64 bits is an error. A float is rounded as IEEE 754 says,
///   so one that is too large becomes infinite.
/// - A line that ends in CR LF inside a multi-line string gives a single LF.
/// - A byte order mark at the start is skipped.
/// - Keys are compared by their code points: `é` in one code point and in two are two keys.
public enum TOML {
  /// The table that `text` describes.
  public static func parse(_ text: String) throws(TOMLParseError) -> TOMLTable {
    try parse(bytes: Array(text.utf8))
  }

  /// The table that `bytes`, which must be UTF-8, describe.
  public static func parse(bytes: [UInt8]) throws(TOMLParseError) -> TOMLTable {
    let scanner = Scanner(bytes: bytes)
    try scanner.checkEncoding()
    var parser = Parser(scanner: scanner)
    return try parser.parseDocument()
  }
}
