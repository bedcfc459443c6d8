extension BareValue {
  /// The word as a number, in any of the notations of integers and floats.
  func number() throws(Problem) -> TOMLValue {
    let unsigned = bytes.drop { $0 == UInt8(ascii: "+") || $0 == UInt8(ascii: "-") }
    guard bytes.count - unsigned.count <= 1, let first = unsigned.first, first.isDigit else {
      throw notNumber(unsigned)
    }
    if first == UInt8(ascii: "0"), let mark = unsigned.dropFirst().first, mark.isLetter {
      switch mark {
      case UInt8(ascii: "x"): return try integer(unsigned, base: 16)
      case UInt8(ascii: "o"): return try integer(unsigned, base: 8)
      case UInt8(ascii: "b"): return try integer(unsigned, base: 2)
      default: break
      }
    }
    return try decimal(unsigned)
  }

  /// Why a word that does not start with a digit is not a number.
  private func notNumber(_ unsigned: ArraySlice<UInt8>) -> Problem {
    if unsigned.first == UInt8(ascii: "."), unsigned.dropFirst().first?.isDigit == true {
      return problem("needs a digit before the point; write 0 there")
    }
    return problem("is not a value; put text in double quotes")
  }

  /// Reads `0x`, `0o` or `0b` with digits, and no sign.
  private func integer(_ unsigned: ArraySlice<UInt8>, base: UInt8) throws(Problem) -> TOMLValue {
    guard unsigned.count == bytes.count else {
      throw problem("cannot have a sign; only decimal numbers can")
    }
    var rest = unsigned.dropFirst(2)
    let digits = try takeDigits(&rest, base: base)
    guard rest.isEmpty else {
      throw problem("has a character that is not a digit in base \(base)")
    }
    return try integer(digits, base: base)
  }

  private func decimal(_ unsigned: ArraySlice<UInt8>) throws(Problem) -> TOMLValue {
    var rest = unsigned
    let whole = try takeDigits(&rest, base: 10)
    var digits = bytes.first == UInt8(ascii: "-") ? [UInt8(ascii: "-")] + whole : whole
    guard whole.count == 1 || whole.first != UInt8(ascii: "0") else {
      throw problem("starts with a zero; remove it, or write 0o for octal")
    }
    guard !rest.isEmpty else { return try integer(digits, base: 10) }
    if rest.first == UInt8(ascii: ".") {
      digits.append(rest.removeFirst())
      digits += try takeDigits(&rest, base: 10)
    }
    if rest.first == UInt8(ascii: "e") || rest.first == UInt8(ascii: "E") {
      digits.append(rest.removeFirst())
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
        digits.append(rest.removeFirst())
      }
      digits += try takeDigits(&rest, base: 10)
    }
    guard rest.isEmpty, let value = Double(String(decoding: digits, as: UTF8.self)) else {
      throw problem("is not a number; put text in double quotes")
    }
    return .float(value)
  }

  private func integer(_ digits: [UInt8], base: UInt8) throws(Problem) -> TOMLValue {
    guard let value = Int64(String(decoding: digits, as: UTF8.self), radix: Int(base)) else {
      throw problem("does not fit in 64 bits; write a smaller number, or a float")
    }
    return .integer(value)
  }

  /// Takes the digits at the start of `rest`, without their underscores.
  private func takeDigits(
    _ rest: inout ArraySlice<UInt8>, base: UInt8
  ) throws(Problem) -> [UInt8] {
    let run = rest.prefix { $0.digitValue(base: base) != nil || $0 == UInt8(ascii: "_") }
    rest = rest.dropFirst(run.count)
    let groups = run.split(separator: UInt8(ascii: "_"), omittingEmptySubsequences: false)
    guard groups.allSatisfy({ !$0.isEmpty }) else {
      throw run.isEmpty
        ? problem("lacks a digit; complete the number, or put text in double quotes")
        : problem("has an underscore that does not stand between two digits")
    }
    return Array(groups.joined())
  }
}
