internal import Events

/// Texts that many processes share, each made once: a build runs the same compiler from the same
/// directory a thousand times.
struct TextTable {
  private var texts: [UInt64: String] = [:]
  /// The last ones that were asked for, each where its hash says: most are asked for again at once.
  private var recent = [(hash: UInt64, text: String)](repeating: (0, ""), count: recentCount)

  private static let recentCount = 64

  /// Some hundred kilobytes when it is full.
  private static let limit = 4096

  /// The text of a path. Bytes that are not UTF-8 become U+FFFD: OTLP's strings must be UTF-8.
  mutating func text(_ path: PathComponents) -> String {
    text(of: path.bytes, salt: path.isCut ? 2 : 1) {
      String(unsafeUninitializedCapacity: path.pathSize) {
        $0.baseAddress.map { path.write(to: UnsafeMutableRawPointer($0)) } ?? 0
      }
    }
  }

  /// The text of a string.
  mutating func text(_ bytes: UnsafeRawBufferPointer) -> String {
    text(of: bytes, salt: 3) { String(decoding: bytes, as: UTF8.self) }
  }

  private mutating func text(
    of bytes: UnsafeRawBufferPointer, salt: UInt64, make: () -> String
  ) -> String {
    let hash = Self.hash(bytes, salt)
    let place = Int(truncatingIfNeeded: hash % UInt64(Self.recentCount))
    if recent[place].hash == hash { return recent[place].text }
    let text = known(hash, make)
    recent[place] = (hash, text)
    return text
  }

  private mutating func known(_ hash: UInt64, _ make: () -> String) -> String {
    if let text = texts[hash] { return text }
    if texts.count >= Self.limit { texts.removeAll(keepingCapacity: true) }
    let text = make()
    texts[hash] = text
    return text
  }

  /// 64 bits, eight bytes at a time: of the few thousand texts that are kept, the chance that two
  /// are taken for one another is one in 10^12.
  static func hash(_ bytes: UnsafeRawBufferPointer, _ salt: UInt64) -> UInt64 {
    var hash = salt &* 0x9e37_79b9_7f4a_7c15 ^ UInt64(bytes.count)
    var at = 0
    while at + 8 <= bytes.count {
      hash = mix(hash ^ bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    var rest: UInt64 = 0
    while at < bytes.count {
      rest = rest << 8 | UInt64(bytes[at])
      at += 1
    }
    return mix(hash ^ rest)
  }

  @inline(__always)
  private static func mix(_ value: UInt64) -> UInt64 {
    var value = value &* 0xbf58_476d_1ce4_e5b9
    value ^= value >> 29
    value = value &* 0x94d0_49bb_1331_11eb
    return value ^ value >> 32
  }
}
