import Testing

@testable import OTLPHTTP

@Suite("Retry-After")
struct RetryAfterTests {
  /// Sun, 06 Nov 1994 08:49:37 GMT.
  private static let example: Int64 = 784_111_777

  @Test(
    "A date is read in each of its three forms",
    arguments: [
      "Sun, 06 Nov 1994 08:49:37 GMT", "Sunday, 06-Nov-94 08:49:37 GMT", "Sun Nov  6 08:49:37 1994",
    ])
  func forms(text: String) {
    #expect(RetryAfter.parse(text, now: Self.example - 7) == .seconds(7))
    #expect(RetryAfter.parse(text, now: Self.example + 7) == .zero)
  }

  @Test(
    "Days are counted through leap years",
    arguments: [
      ("Thu, 01 Jan 1970 00:00:10 GMT", 0), ("Tue, 29 Feb 2000 00:00:10 GMT", 951_782_400),
      ("Wed, 01 Mar 2000 00:00:10 GMT", 951_868_800),
      ("Mon, 01 Mar 2100 00:00:10 GMT", 4_107_542_400),
      ("Fri, 31 Dec 2027 23:59:70 GMT", nil), ("Tue, 31 Dec 2024 00:00:10 GMT", 1_735_603_200),
    ] as [(String, Int64?)])
  func days(text: String, midnight: Int64?) {
    let delay = RetryAfter.parse(text, now: midnight ?? 0)
    #expect(delay == midnight.map { _ in .seconds(10) })
  }

  @Test("Seconds are taken as they are, up to a year")
  func seconds() {
    #expect(RetryAfter.parse("120", now: 0) == .seconds(120))
    #expect(RetryAfter.parse("99999999999999999999999", now: 0) == .seconds(366 * 86_400))
    #expect(RetryAfter.parse("Fri, 31 Dec 9999 23:59:59 GMT", now: 0) == .seconds(366 * 86_400))
  }

  @Test(
    "Anything else is nothing",
    arguments: [
      "", " ", "-1", "+1", "1.5", "soon", "12 s", "Sun, 06 Nov", "Sun, 32 Nov 1994 08:49:37 GMT",
      "Sun, 06 Nov 1994 24:49:37 GMT", "Sun, 06 Foo 1994 08:49:37 GMT", "a b c d e f g h",
      ": : : : : : :", "Sun Nov x 08:49:37 1994",
    ])
  func nothing(text: String) {
    #expect(RetryAfter.parse(text, now: 0) == nil)
  }
}
