extension UInt64 {
  /// Up to 16 digits `0`-`9`, `a`-`f`; capitals are not allowed where Trace Context is written.
  init?(lowercaseHex digits: some Sequence<UInt8>) {
    var value: UInt64 = 0
    for digit in digits {
      switch digit {
      case UInt8(ascii: "0")...UInt8(ascii: "9"):
        value = value << 4 | UInt64(digit - UInt8(ascii: "0"))
      case UInt8(ascii: "a")...UInt8(ascii: "f"):
        value = value << 4 | UInt64(digit - UInt8(ascii: "a") + 10)
      default: return nil
      }
    }
    self = value
  }

  /// 16 digits.
  var lowercaseHex: String {
    String(unsafeUninitializedCapacity: 16) { output in
      for position in 0..<16 {
        let digit = UInt8(truncatingIfNeeded: self >> UInt64(60 - 4 * position)) & 0xf
        output[position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
      }
      return 16
    }
  }
}
