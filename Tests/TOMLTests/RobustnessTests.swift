import SeededRandom
import TOML
import Testing

@Suite("Robustness")
struct RobustnessTests {
  @Test(
    "Levels are bounded, whatever they are made of",
    arguments: [
      ("[", "]"), ("{a=", "}"), ("[{a=", "}]"), ("{a.b.c=", "}"),
    ] as [(String, String)])
  func nestedValues(open: String, close: String) throws {
    let levels = open.utf8.filter { "[{abc".utf8.contains($0) }.count
    // The key takes one of the 128 levels, so 127 are left.
    let fits = 127 / levels
    func document(_ count: Int) -> String {
      "k = " + String(repeating: open, count: count) + "1" + String(repeating: close, count: count)
    }
    // `{a=` needs a value, and `[` may do without one, so both get one.
    _ = try TOML.parse(document(fits))
    for count in [fits + 1, 1000, 100_000] {
      let error = #expect(throws: TOMLParseError.self) { try TOML.parse(document(count)) }
      #expect(error?.message == "nested more than 128 levels deep; flatten the document")
    }
    let unclosed = "k = " + String(repeating: open, count: 100_000)
    #expect(throws: TOMLParseError.self) { try TOML.parse(unclosed) }
  }

  @Test("The parts of keys count as levels")
  func nestedKeys() throws {
    func path(_ count: Int) -> String {
      Array(repeating: "a", count: count).joined(separator: ".")
    }
    _ = try TOML.parse("\(path(128)) = 1\n[b\(path(128))]")
    _ = try TOML.parse("[\(path(64))]\n\(path(63)) = [1]\nb.\(path(62)) = [1]")
    for source in [
      "\(path(129)) = 1", "[\(path(129))]", "[[\(path(100_000))]]",
      "[\(path(64))]\n\(path(65)) = 1", "[\(path(64))]\n\(path(64)) = [1]",
    ] {
      #expect(throws: TOMLParseError.self) { try TOML.parse(source) }
    }
  }

  @Test("A document cut off anywhere gives a table or an error")
  func truncation() {
    let bytes = Array(Self.everything.utf8)
    for end in bytes.indices {
      _ = try? TOML.parse(bytes: Array(bytes[..<end]))
      _ = try? TOML.parse(bytes: Array(bytes[end...]))
    }
  }

  @Test("A document with any byte in any place gives a table or an error")
  func replacement() {
    let bytes = Array(Self.everything.utf8)
    for place in bytes.indices {
      for byte: UInt8 in [0x00, 0x0A, 0x0D, 0x22, 0x27, 0x5B, 0x5D, 0x7B, 0x5C, 0x80, 0xC3, 0xFF] {
        var changed = bytes
        changed[place] = byte
        _ = try? TOML.parse(bytes: changed)
      }
    }
  }

  @Test("Noise gives a table or an error")
  func noise() {
    var random = SeededRandom(seed: 7919)
    let alphabet = Array("[]{}=.,#\"'\\+-_:0123456789eExobTZtruinfa \t\r\n\u{E9}".utf8)
    for _ in 0..<20_000 {
      let length = Int.random(in: 0..<24, using: &random)
      let bytes = (0..<length).map { _ in alphabet[Int.random(in: alphabet.indices, using: &random)]
      }
      _ = try? TOML.parse(bytes: bytes)
    }
  }

  /// A document with one of everything.
  private static let everything = """
    # é
    a = "x\\u00e9\\n" # c
    'b c'."d" = [1, 0xff, 1_0, 1.5e-3, inf, [true, {x = 1, y.z = 'w'}],]
    t = [1979-05-27 07:32:00.5-07:00, 1979-05-27, 07:32:00]
    m = \"""
    a \\
       b""\"""
    l = '''
    q'''
    [h.i]
    k = 9223372036854775807
    [[n.o]]
    [[n.o]]
    p.q = false
    """
}
