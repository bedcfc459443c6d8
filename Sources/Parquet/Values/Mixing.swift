/// The hash of the dictionaries: multiply, and fold the upper half of the product onto the lower.
///
/// What is hashed comes from outside, so each writer has a seed of its own; no file depends on it,
/// as dictionaries keep the order in which values were first seen.
enum Mixing {
  private static let factor: UInt64 = 0x9FB2_1C65_1E98_DF25

  @inline(__always)
  static func mix(_ value: UInt64) -> UInt64 {
    let product = value.multipliedFullWidth(by: factor)
    return product.high ^ product.low
  }

  @inline(__always)
  static func hash(_ value: UInt64, seed: UInt64) -> UInt64 {
    mix(mix(value ^ seed) ^ factor)
  }

  static func hash(_ bytes: UnsafeRawBufferPointer, seed: UInt64) -> UInt64 {
    var state = seed ^ (UInt64(truncatingIfNeeded: bytes.count) &* factor)
    guard bytes.count >= 8 else { return mix(mix(state ^ short(bytes)) ^ factor) }
    var offset = 0
    while offset + 8 <= bytes.count {
      state = mix(state ^ bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      offset += 8
    }
    if offset < bytes.count {
      let last = bytes.loadUnaligned(fromByteOffset: bytes.count - 8, as: UInt64.self)
      state = mix(state ^ last)
    }
    return mix(state ^ factor)
  }

  /// Fewer than eight bytes as a number. Together with their count it tells them apart.
  private static func short(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    if bytes.count >= 4 {
      let first = bytes.loadUnaligned(as: UInt32.self)
      let last = bytes.loadUnaligned(fromByteOffset: bytes.count - 4, as: UInt32.self)
      return UInt64(first) << 32 | UInt64(last)
    }
    var value: UInt64 = 0
    for byte in bytes { value = value << 8 | UInt64(byte) }
    return value
  }
}
