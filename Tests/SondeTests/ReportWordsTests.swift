import Store
import Testing

@testable import sonde

@Suite struct ReportWordsTests {
  @Test(arguments: [
    (RawText("plain text"), "plain text"),
    ("\u{1b}[2J\n\t\r\u{7}\u{7f}", #"\e[2J\n\t\r\x07\x7f"#),
    ("\u{9b}31m", #"\u{9b}31m"#),
    ("\u{202e}abc\u{2066}\u{feff}\u{2028}", #"\u{202e}abc\u{2066}\u{feff}\u{2028}"#),
    (RawText([0x61, 0xff, 0xc3, 0xa9, 0xe2, 0x82, 0x62]), #"a\xffé\xe2\x82b"#),
    (RawText([0xed, 0xa0, 0x80]), #"\xed\xa0\x80"#),
    ("gène 基因", "gène 基因"),
  ])
  func whatSteersTerminalsIsEscaped(_ text: RawText, _ expected: String) {
    #expect(TerminalText.escaped(text) == expected)
  }

  @Test(arguments: [
    ("abcdef", 6, "abcdef"), ("abcdef", 5, "abcd…"), ("基因组", 6, "基因组"), ("基因组", 5, "基因…"),
    ("基因组", 4, "基…"), ("e\u{301}e\u{301}e", 2, "e\u{301}…"), ("abc", 0, ""),
  ])
  func textIsCutByColumns(_ text: String, _ columns: Int, _ expected: String) {
    #expect(TerminalText.cut(text, to: columns) == expected)
    #expect(TerminalText.width(expected) <= max(columns, 0))
  }

  @Test(arguments: [
    (["ls", "-l", "/tmp"], 50, "ls -l /tmp"), (["sh", "-c", "a | b"], 50, "sh -c 'a | b'"),
    (["echo", "", "it's"], 50, #"echo '' 'it'\''s'"#), (["echo", "\n"], 50, #"echo \n"#),
    (["cat", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"], 10, "cat aaaaa…"),
    ([], 10, ""),
  ])
  func commandsAreQuotedAndCut(_ arguments: [String], _ columns: Int, _ expected: String) {
    #expect(TerminalText.command(arguments.map { RawText($0) }, columns: columns) == expected)
  }

  @Test(arguments: [
    (Int64(0), "0 B"), (1023, "1023 B"), (1024, "1.00 KiB"), (1_048_064, "1.00 MiB"),
    (39_006_000, "37.2 MiB"), (8 << 30, "8.00 GiB"), (.max, "8.00 EiB"),
  ])
  func sizesHaveBinaryUnits(_ bytes: Int64, _ expected: String) {
    #expect(Quantity.size(bytes) == expected)
  }

  @Test(arguments: [
    (Int64(0), "0 ns"), (999, "999 ns"), (1500, "1.50 µs"), (34_000_000, "34.0 ms"),
    (999_499_999, "999 ms"), (999_500_000, "1.00 s"), (12_400_000_000, "12.4 s"),
    (59_949_000_000, "59.9 s"), (59_960_000_000, "1 m 00 s"), (185_000_000_000, "3 m 05 s"),
    (7_800_000_000_000, "2 h 10 m"), (4_000_000_000_000_000, "1,111 h 06 m"),
  ])
  func durationsHaveFittingUnits(_ nanoseconds: Int64, _ expected: String) {
    #expect(Quantity.duration(nanoseconds) == expected)
  }

  @Test func countsAndTimes() {
    #expect(
      [0, 999, 1000, -1_234_567].map { Quantity.count($0) } == ["0", "999", "1,000", "-1,234,567"])
    #expect(Quantity.time(1_769_851_441_250_000_000) == "2026-01-31 09:24:01 UTC")
    #expect(Quantity.timestamp(1_769_851_441_000_042_999) == "2026-01-31T09:24:01.000042Z")
  }
}
