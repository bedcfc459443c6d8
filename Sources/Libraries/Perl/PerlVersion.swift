/// Version literals of Perl.
enum PerlVersion {
  /// The version that an expression is, where that is plain to see.
  ///
  /// `'1.02'`, `1.02`, `v1.2.3`, `qv("1.2")`, `version->declare('1.2')`, `eval '1.2'`, `q$1.2$`, and
  /// `sprintf("%d.%02d", q$Revision: 2.8 $ =~ …)`, which is 2.08.
  static func literal(_ expression: UnsafeRawBufferPointer) -> String? {
    if let mark = expression.firstIndex(of: "Revision:") {
      let revision = number(expression.part((mark + 9)..<expression.count).trimmed)
      let isPadded = expression.firstIndex(of: "%02d") != nil
      return isPadded ? revision.flatMap(padded) : revision
    }
    if expression.starts(with: "sprintf") { return nil }
    // Before a quote there may be what makes a version of a string, and nothing else.
    let quotes = [UInt8]("'\"".utf8)
    if let quote = expression.firstIndex(where: quotes.contains),
      isMaker(expression.part(0..<quote))
    {
      return number(expression.part((quote + 1)..<expression.count))
    }
    return number(expression)
  }

  /// The version at the beginning of some bytes.
  static func number(_ bytes: UnsafeRawBufferPointer) -> String? {
    let isMarked = bytes.first == UInt8(ascii: "v")
    let digits = bytes.dropFirst(isMarked ? 1 : 0).prefix {
      $0.isDigit || $0 == .dot || $0 == UInt8(ascii: "_")
    }
    guard let first = digits.first, first.isDigit || first == .dot,
      digits.contains(where: \.isDigit), digits.count < 64
    else { return nil }
    return (isMarked ? "v" : "") + String(decoding: digits, as: UTF8.self)
  }

  private static func padded(_ revision: String) -> String? {
    let parts = revision.split(separator: ".")
    guard parts.count == 2 else { return nil }
    return "\(parts[0]).\(parts[1].count < 2 ? "0" : "")\(parts[1])"
  }

  private static func isMaker(_ bytes: UnsafeRawBufferPointer) -> Bool {
    let words = [UInt8](bytes).split { !$0.isWord }.map { String(decoding: $0, as: UTF8.self) }
    let known: Set = [
      "version", "declare", "parse", "new", "qv", "eval", "our", "VERSION", "XS_VERSION", "q", "qq",
    ]
    return known.isSuperset(of: words)
  }
}
