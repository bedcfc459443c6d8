/// Names for arguments by which those of two runs find each other quickly.
///
/// The exact one is of the bytes. The loose one leaves out what often differs between runs though it
/// means the same: a stretch of letters and digits counts as one sign if there is a digit in it. It
/// only proposes who may be whose counterpart; whether their arguments are the same is asked of the
/// arguments themselves.
struct ArgumentHash {
  private(set) var exact: UInt64 = 0xcbf2_9ce4_8422_2325
  private(set) var loose: UInt64 = 0xcbf2_9ce4_8422_2325

  /// - Parameter json: The array of arguments as it is stored.
  init(_ json: UnsafeRawBufferPointer) {
    var word = exact
    var hasDigit = false
    var isWord = false
    for byte in json {
      exact = Self.mix(exact, byte)
      if Self.isWordByte(byte) {
        if !isWord { (word, hasDigit, isWord) = (loose, false, true) }
        word = Self.mix(word, byte)
        if byte <= UInt8(ascii: "9") { hasDigit = true }
        continue
      }
      if isWord { loose = hasDigit ? Self.mix(loose, UInt8(ascii: "#")) : word }
      isWord = false
      loose = Self.mix(loose, byte)
    }
    if isWord { loose = hasDigit ? Self.mix(loose, UInt8(ascii: "#")) : word }
  }

  /// FNV-1a.
  @inline(__always)
  private static func mix(_ hash: UInt64, _ byte: UInt8) -> UInt64 {
    (hash ^ UInt64(byte)) &* 0x0000_0100_0000_01b3
  }

  @inline(__always)
  private static func isWordByte(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x30...0x39, 0x41...0x5a, 0x61...0x7a, 0x5f: true
    default: false
    }
  }
}
