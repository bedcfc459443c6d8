/// The hash SHA-1 (FIPS 180-4, section 6.1), of bytes that come in pieces.
///
/// It tells builds apart, as the build ids of linkers do, and keeps nothing safe.
struct SHA1 {
  private static let blockSize = 64

  private var state: [UInt32] = [0x6745_2301, 0xEFCD_AB89, 0x98BA_DCFE, 0x1032_5476, 0xC3D2_E1F0]
  private var waiting: [UInt8] = []
  private var count: UInt64 = 0

  mutating func add(_ bytes: [UInt8]) {
    count += UInt64(bytes.count)
    waiting += bytes
    let whole = waiting.count / Self.blockSize * Self.blockSize
    waiting.withUnsafeBytes { bytes in
      for start in stride(from: 0, to: whole, by: Self.blockSize) {
        Self.mix(bytes, at: start, into: &state)
      }
    }
    waiting.removeFirst(whole)
  }

  /// The hash in lower-case hexadecimal.
  consuming func finish() -> String {
    let bits = count * 8
    let end = waiting.count < Self.blockSize - 8 ? Self.blockSize : 2 * Self.blockSize
    var padding = [UInt8](repeating: 0, count: end - waiting.count)
    padding[0] = 0x80
    for index in 0..<8 {
      padding[padding.count - 1 - index] = UInt8(truncatingIfNeeded: bits >> UInt64(8 * index))
    }
    add(padding)
    return state.flatMap { word in
      [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: word >> UInt32($0)) }
    }.hexadecimal
  }

  private static func mix(
    _ bytes: UnsafeRawBufferPointer, at start: Int, into state: inout [UInt32]
  ) {
    withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 80) { words in
      for index in 0..<16 {
        let word = bytes.loadUnaligned(fromByteOffset: start + 4 * index, as: UInt32.self)
        words[index] = UInt32(bigEndian: word)
      }
      for index in 16..<80 {
        words[index] = rotated(
          words[index - 3] ^ words[index - 8] ^ words[index - 14] ^ words[index - 16], by: 1)
      }
      var (a, b, c, d, e) = (state[0], state[1], state[2], state[3], state[4])
      for index in 0..<80 {
        let (choice, constant) = round(index, b, c, d)
        let next = rotated(a, by: 5) &+ choice &+ e &+ constant &+ words[index]
        (e, d, c, b, a) = (d, c, rotated(b, by: 30), a, next)
      }
      for (index, value) in [a, b, c, d, e].enumerated() { state[index] &+= value }
    }
  }

  private static func round(
    _ index: Int, _ b: UInt32, _ c: UInt32, _ d: UInt32
  ) -> (choice: UInt32, constant: UInt32) {
    switch index {
    case 0..<20: ((b & c) | (~b & d), 0x5A82_7999)
    case 20..<40: (b ^ c ^ d, 0x6ED9_EBA1)
    case 40..<60: ((b & c) | (b & d) | (c & d), 0x8F1B_BCDC)
    default: (b ^ c ^ d, 0xCA62_C1D6)
    }
  }

  private static func rotated(_ value: UInt32, by bits: UInt32) -> UInt32 {
    value << bits | value >> (32 - bits)
  }
}

extension Sequence where Element == UInt8 {
  /// Two lower-case digits for each byte.
  var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
