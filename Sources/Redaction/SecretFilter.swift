/// Tells in one pass over a block whether any of the built-in rules could find a secret in it.
///
/// Nearly all programs are started without a secret, so this is all that most blocks cost. Each
/// rule needs one of sixteen fragments of four bytes, and all of them are looked for at once with
/// the Shift-Or algorithm (Baeza-Yates and Gonnet, "A New Approach to Text Searching", 1992):
///
/// - The state has four lanes of sixteen bits, one bit per fragment. A zero bit in lane `n` says
///   that the last `n + 1` bytes were the first `n + 1` bytes of that fragment.
/// - A byte's table entry has a zero bit wherever that byte may stand: in lane `n` for the
///   fragment's byte `n`. A step shifts the state by one lane and ors the byte's entry.
/// - A fragment is complete when the top lane has a zero bit.
///
/// Each position of a fragment is a set of bytes, so case and word boundaries cost nothing. The
/// filter may be wrong in one direction only: it may fire on a block without a secret.
struct SecretFilter: Sendable {
  private static let laneBits: UInt64 = 16
  /// The smallest state without a zero bit in the top lane.
  private static let noMatch: UInt64 = 0xFFFF_0000_0000_0000

  private let table: [UInt64]

  init() {
    var table = [UInt64](repeating: .max, count: 256)
    for (index, fragment) in Self.fragments.enumerated() {
      for (position, accepts) in fragment.enumerated() {
        let bit = UInt64(1) << (UInt64(position) * Self.laneBits + UInt64(index))
        for byte in UInt8.min...UInt8.max where accepts(byte) {
          table[Int(byte)] &= ~bit
        }
      }
    }
    self.table = table
  }

  /// Whether one of the fragments is in `block`, before and after which NULs are imagined.
  func fires(on block: UnsafeRawBufferPointer) -> Bool {
    table.withUnsafeBufferPointer { table in
      let nul = table[0]
      var state = UInt64.max
      for _ in 0..<3 {
        state = (state << Self.laneBits) | nul
      }
      for byte in block {
        state = (state << Self.laneBits) | table[Int(byte)]
        if state < Self.noMatch { return true }
      }
      return ((state << Self.laneBits) | nul) < Self.noMatch
    }
  }
}

extension SecretFilter {
  private typealias ByteSet = (UInt8) -> Bool

  private static var fragments: [[ByteSet]] {
    [
      // Names of secrets.
      [either("a"), either("s"), either("s"), among("wWpP:")],
      [
        { $0.isLower || $0 == .underscore || $0 == .dash }, either("p"), either("a"), either("s"),
      ],
      [either("p"), one("w"), one("d"), { !$0.isLower }],
      [{ $0 != .nul && !$0.isUpper }, one("P"), one("W"), one("D")],
      word("secr"),
      word("toke"),
      [{ "-_aisetAISET".utf8.contains($0) || $0.isDigit }, either("k"), either("e"), either("y")],
      word("auth"),
      word("cred"),
      // URLs.
      [{ _ in true }, one(":"), one("/"), one("/")],
      // Tokens: ghp_ and its like with github_pat_, AKIA and ASIA, xoxb and its like, glpat-, and
      // sk- with eyJ after a boundary.
      [among("gh"), among("hu"), among("pousrb"), one("_")],
      [one("A"), among("KS"), one("I"), one("A")],
      [one("x"), one("o"), one("x"), among("abeoprs")],
      [one("l"), one("p"), one("a"), one("t")],
      [{ !$0.isWordByte }, among("se"), among("ky"), among("-J")],
      // Programs: mysql, mariadb and curl. sshpass has "pass" in it.
      [among("mc"), among("yau"), among("sr"), among("qil")],
    ]
  }

  private static func one(_ scalar: Unicode.Scalar) -> ByteSet {
    { $0 == UInt8(ascii: scalar) }
  }

  private static func either(_ scalar: Unicode.Scalar) -> ByteSet {
    { $0.lowered == UInt8(ascii: scalar) }
  }

  private static func among(_ characters: String) -> ByteSet {
    { characters.utf8.contains($0) }
  }

  private static func word(_ characters: String) -> [ByteSet] {
    characters.unicodeScalars.map(either)
  }
}
