import Testing

@testable import Redaction

@Suite("Blocks of any content")
struct FuzzTests {
  /// Pieces that the rules look for, so that random sequences of them reach every branch.
  private static let pieces: [String] = [
    "\0", "\0", "\0", " ", "=", ":", "://", "@", "/", "\"", "'", "\\", "\\\"", "-", "--", "_", ".",
    ";", "&", ",", "{", "}", "?", ">", "a", "x1", "Z", "\u{FF}", "[redacted]", "[redac", "ted]",
    "password", "Pwd", "pwd", "PWD", "secret", "token", "api", "key", "auth", "Authorization",
    "Bearer", "credential", "pass", "PASS", "db", "no", "file", "true", "https://u:p@h",
    "ghp_0123456789abcdefghij", "AKIAIOSFODNN7EXAMPLE", "xoxb-0123456789", "sk-",
    "0123456789abcdef", "glpat-0123456789abcdefghij", "github_pat_0123456789abcdefghij",
    "eyJhbGciOiJI.eyJzdWIi.c2ln", "mysql", "mariadb", "sshpass", "curl", "\0-p", "\0-u\0",
    "\0-u", "\0--user\0", "me:x",
  ]

  private let redactor: Redactor

  init() throws {
    redactor = try Redactor()
  }

  @Test("Random bytes keep their number of arguments and are hidden once", arguments: 0..<8)
  func randomBytes(seed: UInt64) {
    var generator = SplitMix(state: seed)
    for _ in 0..<2_000 {
      let count = Int.random(in: 0...200, using: &generator)
      check((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
  }

  @Test("Random sequences of what the rules look for do too", arguments: 0..<8)
  func randomPieces(seed: UInt64) {
    var generator = SplitMix(state: seed)
    for _ in 0..<4_000 {
      let count = Int.random(in: 0...16, using: &generator)
      check(
        (0..<count).flatMap { _ in
          Array((Self.pieces.randomElement(using: &generator) ?? "").utf8)
        })
    }
  }

  private func check(_ block: [UInt8]) {
    for (pass, scan) in [
      (redactor.redacted(arguments:), { $0.scanArguments() }),
      (redactor.redacted(environment:), { $0.scanEnvironment() }),
    ] as [(([UInt8]) -> [UInt8]?, (inout SecretScanner) -> Void)] {
      let text = String(reflecting: String(decoding: block, as: UTF8.self))
      block.withUnsafeBytes { bytes in
        var scanner = SecretScanner(block: ArgumentBlock(bytes))
        scan(&scanner)
        #expect(
          SecretFilter().fires(on: bytes) || !scanner.writer.hasSecrets, "filter missed \(text)")
      }
      guard let once = pass(block) else { continue }
      #expect(once.count { $0 == 0 } == block.count { $0 == 0 }, "\(text)")
      #expect(
        pass(once) == nil, "\(text) \(String(decoding: once, as: UTF8.self))")
    }
  }
}

/// Steele, Lea and Flood's SplitMix64, so that a failure can be repeated.
private struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
