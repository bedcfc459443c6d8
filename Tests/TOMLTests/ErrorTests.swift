import TOML
import Testing

@Suite("Errors in syntax")
struct ErrorTests {
  @Test(
    "Broken headers say where and what to write",
    arguments: [
      ("[.a]", "line 1, column 2: expected a key, found '.'; write a name here"),
      ("[#x]", "line 1, column 2: expected a key, found '#'; write a name here"),
      ("[é]", "line 1, column 2: 'é' needs quotes in a key; put the key in double quotes"),
      ("[]", "line 1, column 2: the header names no table; write a name between the brackets"),
      ("[a.]", "line 1, column 4: expected a key, found ']'; write a name here"),
      (
        "[a",
        "line 1, column 3: expected ']' after the header's name 'a', found the end of the document"
      ),
      ("[[a]", "line 1, column 4: expected ']]' after the header's name 'a', found ']'"),
      ("[a] b = 1", "line 1, column 5: expected the line to end after the header, found 'b'"),
      ("[a b]", "line 1, column 4: expected ']' after the header's name 'a', found 'b'"),
    ] as [(String, String)])
  func headers(source: String, expected: String) {
    expectError(source, expected)
  }

  @Test(
    "Broken keys and lines say where and what to write",
    arguments: [
      ("a", "line 1, column 2: expected '=' after the key 'a', found the end of the document"),
      ("a = ", "line 1, column 5: expected a value, found the end of the document"),
      ("a =# c", "line 1, column 4: expected a value, found '#'"),
      ("a b = 1", "line 1, column 3: expected '=' after the key 'a', found 'b'"),
      ("é = 1", "line 1, column 1: 'é' needs quotes in a key; put the key in double quotes"),
      ("a. = 1", "line 1, column 4: expected a key, found '='; write a name here"),
      (".a = 1", "line 1, column 1: expected a key, found '.'; write a name here"),
      (
        "x = 1\ny = 2 z = 3",
        "line 2, column 7: expected the line to end after the value, found 'z'"
      ),
      (
        "\"\"\"a\"\"\" = 1",
        "line 1, column 1: a key cannot be a multi-line string; use a single pair of quotes"
      ),
      (
        "\"a = 1",
        "line 1, column 1: this string is never closed; add '\"' where it ends on this line"
      ),
      ("a\n= 1", "line 1, column 2: expected '=' after the key 'a', found the end of the line"),
      (
        "a = 1\rb = 2",
        "line 1, column 6: expected the line to end after the value, found a carriage return "
          + "(CR) without a line feed (LF)"
      ),
    ] as [(String, String)])
  func keys(source: String, expected: String) {
    expectError(source, expected)
  }

  @Test(
    "Broken strings and comments say where and what to write",
    arguments: [
      (
        "a = \"x",
        "line 1, column 5: this string is never closed; add '\"' where it ends on this line"
      ),
      (
        "a = 'x",
        "line 1, column 5: this string is never closed; add \"'\" where it ends on this line"
      ),
      (
        "a = \"x\n\"",
        "line 1, column 5: this string is never closed; add '\"' where it ends on this line"
      ),
      ("a = \"\"\"x", "line 1, column 5: this string is never closed; add \"\"\" at its end"),
      ("a = \n'''x", "line 1, column 5: expected a value, found the end of the line"),
      (
        "a = \"\\q\"",
        "line 1, column 6: a backslash starts an escape such as \\n or \\u00E9, and this is "
          + "none; write \\\\ for a backslash itself"
      ),
      ("a = \"é\\u12\"", "line 1, column 7: this escape needs 4 hexadecimal digits"),
      (
        "a = \"\\uD800\"",
        "line 1, column 6: this escape is not a Unicode scalar; surrogates and values above "
          + "10FFFF are none"
      ),
      (
        "a = \"\\U00110000\"",
        "line 1, column 6: this escape is not a Unicode scalar; surrogates and values above "
          + "10FFFF are none"
      ),
      (
        "a = \"x\0\"",
        "line 1, column 7: U+0000 is not allowed in a string; write it as an escape in "
          + "double quotes"
      ),
      ("# x\u{08}", "line 1, column 4: U+0008 is not allowed in a comment; remove it"),
      (
        "a = 'x\r'",
        "line 1, column 7: a carriage return (CR) without a line feed (LF) is not allowed in "
          + "a string; write it as an escape in double quotes"
      ),
      (
        "a = 'x\u{7F}'",
        "line 1, column 7: U+007F is not allowed in a string; write it as an escape in "
          + "double quotes"
      ),
    ] as [(String, String)])
  func strings(source: String, expected: String) {
    expectError(source, expected)
  }

  @Test(
    "Bytes that are not UTF-8 say where",
    arguments: [
      ([0x80], 1, 1), ([0x0A, 0xC3, 0xA9, 0x0A, 0x61, 0xC3], 3, 2), ([0xC0, 0x80], 1, 1),
      ([0x23, 0xC3, 0xA9, 0xED, 0xA0, 0x80], 1, 3), ([0xEF, 0xBB, 0xBF, 0xF5], 1, 1),
      ([0x23, 0xF4, 0x90, 0x80, 0x80], 1, 2), ([0x22, 0xE2, 0x82, 0x22], 1, 2),
    ] as [([UInt8], Int, Int)])
  func encoding(bytes: [UInt8], line: Int, column: Int) {
    let error = #expect(throws: TOMLParseError.self) { try TOML.parse(bytes: bytes) }
    #expect(error?.position == TOMLPosition(line: line, column: column))
    #expect(error?.message == "the file is not valid UTF-8 here; save it in the UTF-8 encoding")
  }

  @Test("Messages neither print control characters nor go on for ever")
  func messagesAreSafe() {
    let long = String(repeating: "x", count: 60)
    expectError(
      "a = \(long)y", "line 1, column 5: '\(long)…' is not a value; put text in double quotes")
    expectError(
      "'\u{202E}' = 1\n'\u{202E}' = 2",
      "line 2, column 1: '\"\\u202E\"' is already set on line 1; keep one of the two")
    expectError("a = \u{1B}[2J", "line 1, column 5: expected a value, found U+001B")
  }
}
