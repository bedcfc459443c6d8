import TOML
import Testing

@Suite("Values")
struct ValueTests {
  @Test(
    "Strings resolve their escapes and line ends",
    arguments: [
      ("\"\"", ""),
      ("\"plain é 😀 # not a comment\"", "plain é 😀 # not a comment"),
      ("\"a\tb\"", "a\tb"),
      ("\"\\b\\t\\n\\f\\r\\\"\\\\\"", "\u{08}\t\n\u{0C}\r\"\\"),
      ("\"\\u00E9\\U0001f600\\u0000\"", "é😀\0"),
      ("''", ""),
      ("'C:\\dir\\n \"quoted\"'", "C:\\dir\\n \"quoted\""),
      ("\"\"\"\"\"\"", ""),
      ("\"\"\"\n\nfirst\nsecond\"\"\"", "\nfirst\nsecond"),
      ("\"\"\"\r\nfirst\r\nsecond\r\n\"\"\"", "first\nsecond\n"),
      ("\"\"\"a \\\n\n   \t b\"\"\"", "a b"),
      ("\"\"\"a\\  \t\r\n b\"\"\"", "ab"),
      ("\"\"\"a\\\n\"\"\"", "a"),
      ("\"\"\"\\\"\"\" \\u00e9\"\"\"", "\"\"\" é"),
      ("\"\"\"\"one\" \"\"two\"\"\"\"\"", "\"one\" \"\"two\"\""),
      ("''''''", ""),
      ("'''\nit's ''here'' \\n'''", "it's ''here'' \\n"),
      ("'''''a''''", "''a'"),
    ] as [(String, String)])
  func strings(source: String, expected: String) throws {
    guard case .string(let text) = try value(source) else {
      Issue.record("\(source) is not a string")
      return
    }
    #expect(Array(text.utf8) == Array(expected.utf8))
  }

  @Test(
    "Integers come in four bases, with signs and underscores",
    arguments: [
      ("0", 0), ("+0", 0), ("-0", 0), ("+99", 99), ("42", 42), ("-17", -17),
      ("1_000", 1000), ("5_349_221", 5_349_221), ("1_2_3", 123),
      ("0xDEADBEEF", 0xDEAD_BEEF), ("0xdead_beef", 0xDEAD_BEEF), ("0x00ff", 255),
      ("0o01234567", 0o1234567), ("0o755", 0o755), ("0b11010110", 0b1101_0110),
      ("9223372036854775807", Int64.max), ("-9223372036854775808", Int64.min),
      ("0x7fffffffffffffff", Int64.max),
    ] as [(String, Int64)])
  func integers(source: String, expected: Int64) throws {
    guard case .integer(let number) = try value(source) else {
      Issue.record("\(source) is not an integer")
      return
    }
    #expect(number == expected)
  }

  @Test(
    "Floats have a fraction, an exponent, both, or a name",
    arguments: [
      ("+1.0", 1), ("3.1415", 3.1415), ("-0.01", -0.01), ("5e+22", 5e22), ("1e06", 1e6),
      ("-2E-2", -0.02), ("6.626e-34", 6.626e-34), ("224_617.445_991_228", 224617.445991228),
      ("0.0", 0), ("0e0", 0), ("-0.0", -0.0), ("1_0e1_0", 1e11), ("1e400", .infinity),
      ("inf", .infinity), ("+inf", .infinity), ("-inf", -.infinity),
      ("nan", .nan), ("+nan", .nan), ("-nan", -.nan),
    ] as [(String, Double)])
  func floats(source: String, expected: Double) throws {
    guard case .float(let number) = try value(source) else {
      Issue.record("\(source) is not a float")
      return
    }
    #expect(number.bitPattern == expected.bitPattern)
  }

  @Test(
    "Dates and times keep their text and know which parts they have",
    arguments: [
      ("1979-05-27T07:32:00Z", "offset(1979-05-27T07:32:00Z)"),
      ("1979-05-27t00:32:00.999999-07:00", "offset(1979-05-27t00:32:00.999999-07:00)"),
      ("1979-05-27 07:32:00z", "offset(1979-05-27 07:32:00z)"),
      ("1979-05-27T07:32:00+23:59", "offset(1979-05-27T07:32:00+23:59)"),
      ("1979-05-27T07:32:00", "local(1979-05-27T07:32:00)"),
      ("1979-05-27 00:32:00.123456789012", "local(1979-05-27 00:32:00.123456789012)"),
      ("1979-05-27", "date(1979-05-27)"),
      ("1979-05-27 # 07:32:00", "date(1979-05-27)"),
      ("2000-02-29", "date(2000-02-29)"),
      ("2024-02-29", "date(2024-02-29)"),
      ("0000-01-01", "date(0000-01-01)"),
      ("07:32:00", "time(07:32:00)"),
      ("00:32:00.5", "time(00:32:00.5)"),
      ("23:59:60", "time(23:59:60)"),
    ] as [(String, String)])
  func datesAndTimes(source: String, expected: String) throws {
    #expect(try value(source).rendered == expected)
  }

  @Test(
    "Booleans, arrays and inline tables are read with all they hold",
    arguments: [
      ("true", "true"), ("false", "false"),
      ("[]", "[]"), ("[ # none\n # at all\r\n]", "[]"), ("[1,2 , 3,]", "[1, 2, 3]"),
      ("[1, 'a', [true, 1.5], {b = 1}]", "[1, \"a\", [true, 1.5], {b: 1}]"),
      ("[\n  1, # one\n\n  2\n  , 3 # three\n]", "[1, 2, 3]"),
      ("[1979-05-27 07:32:00,1979-05-27]", "[local(1979-05-27 07:32:00), date(1979-05-27)]"),
      ("{}", "{}"), ("{  }", "{}"), ("{a=1}", "{a: 1}"),
      ("{ a = 1, \"b c\" = 'x', d.e = [1], d.f = 2 }", "{a: 1, b c: \"x\", d: {e: [1], f: 2}}"),
      ("{ a = [\n1,\n2\n], b = '''\n''' }", "{a: [1, 2], b: \"\"}"),
      ("{ a = { b = {} } }", "{a: {b: {}}}"),
    ] as [(String, String)])
  func compounds(source: String, expected: String) throws {
    #expect(try value(source).rendered == expected)
  }

  /// What a document reads that sets a single key to `source`.
  private func value(_ source: String) throws -> TOMLValue {
    try #require(try TOML.parse("key = " + source)["key"]).value
  }
}
