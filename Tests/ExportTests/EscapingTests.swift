import SeededRandom
import Testing

@testable import Export

@Suite("Text that is not UTF-8")
struct EscapingTests {
  @Test(
    "is escaped where it has to be, and nowhere else",
    arguments: [
      ("plain", "plain"), ("ünïcode 🧬", "ünïcode 🧬"), ("a\\b\\n", "a\\b\\n"), ("\\x41", "\\x41"),
      ("\\xFF", "\\xFF"), ("\\xff", "\\x5cxff"), ("\\x5c", "\\x5cx5c"), ("\\x00", "\\x5cx00"),
      ("\\xf", "\\xf"), ("line\nend", "line\nend"), ("\u{1b}[31m", "\u{1b}[31m"),
    ])
  func ofFiles(text: String, expected: String) {
    #expect(escaped(Array(text.utf8)) == expected)
  }

  @Test(
    "loses what steers a terminal",
    arguments: [
      ("\u{1b}[31m", "\\x1b[31m"), ("a\tb\nc", "a\\x09b\\x0ac"), ("\u{9b}2J", "\\xc2\\x9b2J"),
      ("\u{202e}gpj.exe", "\\xe2\\x80\\xaegpj.exe"), ("\\x1b", "\\x5cx1b"), ("é", "é"),
      ("\u{7f}", "\\x7f"),
    ])
  func ofTerminals(text: String, expected: String) {
    #expect(escaped(Array(text.utf8), controls: .escaped) == expected)
  }

  @Test("is the same once the escapes are undone")
  func roundTrip() throws {
    var random = SeededRandom(seed: 3)
    let pieces: [[UInt8]] = [
      Array("\\x".utf8), Array("ff".utf8), Array("5c".utf8), [0xff], [0xc3], Array("é".utf8),
      Array("\\".utf8), [0x80], Array("x".utf8), [0], Array("a0".utf8), [0xe2, 0x80], [0x1b],
    ]
    for controls in [TextClass.Treatment.plain, .escaped] {
      for _ in 0..<5_000 {
        let count = Int.random(in: 0..<12, using: &random)
        let bytes = (0..<count).flatMap { _ in pieces.randomElement(using: &random) ?? [] }
        let text = escaped(bytes, controls: controls)
        #expect(unescaped(text, controls: controls) == bytes, "\(bytes)")
      }
    }
  }

  @Test("known to be UTF-8 keeps its backslashes")
  func unicode() throws {
    let classes = TextClass(special: "", controls: .plain)
    var result: [UInt8] = []
    Array("[\"\\\\xff\"]".utf8).withUnsafeBytes { bytes in
      EscapedText.split(bytes, by: classes, isUnicode: true) {
        result += $0
      } special: {
        result += $0
      } escape: {
        result.append($0)
      }
    }
    #expect(String(decoding: result, as: UTF8.self) == "[\"\\\\xff\"]")
  }

  @Test(
    "is JSON that any reader takes",
    arguments: [
      ([0x61, 0xff, 0x62], "\"a\\\\xffb\""),
      (Array("a\"\\\n\t\u{1b}".utf8), "\"a\\\"\\\\\\n\\t\\u001b\""),
      ([0], "\"\\u0000\""), (Array("\u{202e}".utf8), "\"\\u202e\""), (Array("é🧬".utf8), "\"é🧬\""),
      (Array("\u{e0001}".utf8), "\"\\udb40\\udc01\""), ([], "\"\""),
    ] as [([UInt8], String)])
  func json(bytes: [UInt8], expected: String) throws {
    let json = try text { buffer in
      try bytes.withUnsafeBytes { try JSONString().append($0, isUnicode: false, to: &buffer) }
    }
    #expect(json == expected)
  }

  private func escaped(_ bytes: [UInt8], controls: TextClass.Treatment = .plain) -> String {
    let classes = TextClass(special: "", controls: controls)
    var result: [UInt8] = []
    bytes.withUnsafeBytes { EscapedText.escaped($0, by: classes, into: &result) }
    return String(decoding: result, as: UTF8.self)
  }

  /// As the documentation tells to.
  private func unescaped(_ text: String, controls: TextClass.Treatment) -> [UInt8] {
    let bytes = Array(text.utf8)
    var result: [UInt8] = []
    var index = 0
    while index < bytes.count {
      if index + 3 < bytes.count, bytes[index] == UInt8(ascii: "\\"),
        bytes[index + 1] == UInt8(ascii: "x"),
        let byte = UInt8(String(decoding: bytes[index + 2...index + 3], as: UTF8.self), radix: 16),
        byte >= 0x80 || byte == 0 || byte == 0x5c || (controls == .escaped && byte < 0x20)
      {
        result.append(byte)
        index += 4
      } else {
        result.append(bytes[index])
        index += 1
      }
    }
    return result
  }
}
