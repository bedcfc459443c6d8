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
  private let filter = SecretFilter()

  init() throws {
    redactor = try Redactor()
  }

  @Test("Random bytes keep their number of arguments and are hidden once", arguments: 0..<8)
  func randomBytes(seed: UInt64) {
    var generator = SplitMix(state: seed)
    for _ in 0..<250 {
      let count = Int.random(in: 0...200, using: &generator)
      check((0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) })
    }
  }

  @Test("Random sequences of what the rules look for do too", arguments: 0..<8)
  func randomPieces(seed: UInt64) {
    var generator = SplitMix(state: seed)
    for _ in 0..<1_000 {
      let count = Int.random(in: 0...16, using: &generator)
      check(
        (0..<count).flatMap { _ in
          Array((Self.pieces.randomElement(using: &generator) ?? "").utf8)
        })
    }
  }

  private func check(_ block: [UInt8]) {
    checkFilter(block) { $0.scanArguments() }
    checkFilter(block) { $0.scanEnvironment() }
    checkResult(block, pass: redactor.redacted(argumentBlock:))
    checkResult(block, pass: redactor.redacted(environmentBlock:))
  }

  /// A block in which a rule finds something must get past the filter.
  private func checkFilter(_ block: [UInt8], scan: (inout SecretScanner) -> Void) {
    block.withUnsafeBytes { bytes in
      guard !filter.fires(on: bytes) else { return }
      var scanner = SecretScanner(block: ArgumentBlock(bytes))
      scan(&scanner)
      if scanner.writer.hasSecrets { Issue.record("the filter missed \(text(block))") }
    }
  }

  private func checkResult(_ block: [UInt8], pass: ([UInt8]) -> [UInt8]?) {
    guard let once = pass(block) else { return }
    if once.count(where: { $0 == 0 }) != block.count(where: { $0 == 0 }) {
      Issue.record("\(text(block)) became \(text(once))")
    }
    if let twice = pass(once) {
      Issue.record("\(text(block)) became \(text(once)), then \(text(twice))")
    }
  }

  private func text(_ block: [UInt8]) -> String {
    String(reflecting: String(decoding: block, as: UTF8.self))
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
