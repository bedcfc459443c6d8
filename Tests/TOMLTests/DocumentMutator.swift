import SeededRandom

/// Damages documents.
struct DocumentMutator {
  private var random: SeededRandom

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
  }

  /// `document` after a few changes, some of which take pieces of `donor`.
  mutating func mutated(_ document: [UInt8], donor: [UInt8]) -> [UInt8] {
    var bytes = document
    for _ in 0..<Int.random(in: 1...3, using: &random) {
      mutate(&bytes, donor: donor)
    }
    return bytes
  }

  private mutating func mutate(_ bytes: inout [UInt8], donor: [UInt8]) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    switch Int.random(in: 0...7, using: &random) {
    case 0: bytes.removeSubrange(place...)
    case 1 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0...7, using: &random)
    case 2 where place < bytes.count: bytes.remove(at: place)
    case 3: bytes.insert(UInt8.random(in: 0...127, using: &random), at: place)
    case 4: bytes.replaceSubrange(piece(of: bytes), with: donor[piece(of: donor)])
    case 5: bytes.insert(contentsOf: donor[piece(of: donor)], at: place)
    default: bytes.insert(contentsOf: token(), at: place)
    }
  }

  /// A stretch of at most 20 bytes.
  private mutating func piece(of bytes: [UInt8]) -> Range<Int> {
    let start = Int.random(in: 0...bytes.count, using: &random)
    return start..<Int.random(in: start...min(start + 20, bytes.count), using: &random)
  }

  private mutating func token() -> String.UTF8View {
    let choice = Int.random(in: Self.tokens.indices, using: &random)
    return Self.tokens[choice].utf8
  }

  private static let tokens = [
    "\n", "\r\n", "\r", " ", "\t", "#", ".", ",", "=", "[", "]", "[[", "]]", "{", "}", "\"", "'",
    "\"\"\"", "'''", "\\", "\\u00", "\\uD800", "\\U00110000", "\\x41", "\\e", "_", "+", "-", "0",
    "9",
    "e", "0x", "0b", "inf", "nan", "true", ":", "Z", "T", "-13-", "-02-30", "24:", ":60", ".5",
    "0000-", "2000-02-29", "2100-02-29", "99999999999999999999", "-9223372036854775809",
    "\u{FEFF}", "é", "\u{7F}", "\u{85}", "\u{2028}", "\0", "\na = 1\n", "\n[a]\n", "\n[[a]]\n",
  ]
}
