/// What comes before a request in a batch's file: 32 bytes, little-endian.
///
/// | bytes | |
/// | --- | --- |
/// | 0–7 | `OTLPBAT1` |
/// | 8–11 | the signal: 1 traces, 2 metrics, 3 logs |
/// | 12–15 | how many items |
/// | 16–23 | size of the request in bytes |
/// | 24–31 | checksum of the request |
///
/// A file gets its name when it is whole, so only a failure of the machine can leave a torn one.
struct BatchHeader {
  static let size = 32
  private static let magic = UInt64(0x3154_4142_504c_544f)

  let words: [UInt64]

  init(_ name: BatchName, request: [UInt8]) {
    words = [
      Self.magic,
      UInt64(name.signal.number) | UInt64(UInt32(clamping: name.weight)) << 32,
      UInt64(request.count),
      Self.checksum(request),
    ].map(\.littleEndian)
  }

  /// Whether a file begins as it should, given what follows.
  static func matches(_ header: [UInt64], _ name: BatchName, request: [UInt8]) -> Bool {
    header == BatchHeader(name, request: request).words
  }

  /// Made to find pages that are missing or of another file, not to withstand anybody.
  static func checksum(_ bytes: [UInt8]) -> UInt64 {
    bytes.withUnsafeBytes { bytes in
      var sum = UInt64(bytes.count)
      var offset = 0
      while offset + 8 <= bytes.count {
        let word = bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self)
        sum = mixed(sum ^ UInt64(littleEndian: word))
        offset += 8
      }
      for byte in bytes[offset...] { sum = mixed(sum ^ UInt64(byte)) }
      return sum
    }
  }

  @inline(__always)
  private static func mixed(_ value: UInt64) -> UInt64 {
    let product = value &* 0x9E37_79B9_7F4A_7C15
    return product ^ product >> 32
  }
}

extension Signal {
  /// In files.
  var number: Int {
    switch self {
    case .traces: 1
    case .metrics: 2
    case .logs: 3
    }
  }
}
