import SeededRandom
import Testing

@testable import OTLP

/// https://www.w3.org/TR/trace-context/#traceparent-header
@Suite("Trace context")
struct TraceContextTests {
  private static let trace = "12345678901234567890123456789012"
  private static let span = "1234567890123456"

  @Test(
    "A traceparent that is well formed is taken",
    arguments: [
      ("00-\(trace)-\(span)-01", 1),
      ("00-\(trace)-\(span)-00", 0),
      ("00-\(trace)-\(span)-ff", 0xff),
      ("00-abcdef0123456789abcdef0123456789-abcdef0123456789-03", 3),
      // Later versions: what follows the fields that are known is not looked at.
      ("01-\(trace)-\(span)-01", 1),
      ("01-\(trace)-\(span)-01-", 1),
      ("01-\(trace)-\(span)-01-extra", 1),
      ("cc-\(trace)-\(span)-01-what-the-future-will-be-like", 1),
      ("fe-\(trace)-\(span)-01", 1),
    ] as [(String, UInt8)])
  func wellFormed(text: String, flags: UInt8) throws {
    let context = try #require(TraceContext(traceparent: text, state: "a=1"))
    #expect(text.contains("-\(context.traceID)-\(context.spanID)-"))
    #expect(context.flags == flags)
    #expect(context.isSampled == (flags & 1 == 1))
    #expect(context.state == "a=1")
  }

  @Test(
    "A traceparent that is malformed is not taken",
    arguments: [
      "",
      "00",
      "00-\(trace)-\(span)",
      "00-\(trace)-\(span)-",
      // The version is two lowercase digits, and not ff.
      "ff-\(trace)-\(span)-01",
      "FE-\(trace)-\(span)-01",
      ".0-\(trace)-\(span)-01",
      "0.-\(trace)-\(span)-01",
      "0-\(trace)-\(span)-01",
      "000-\(trace)-\(span)-01",
      "-\(trace)-\(span)-01",
      // Version 00 has nothing after the flags.
      "00-\(trace)-\(span)-01-",
      "00-\(trace)-\(span)-01-extra",
      "00-\(trace)-\(span)-01.",
      // Nor has a later one anything but a new field.
      "cc-\(trace)-\(span)-01.what-the-future-will-be-like",
      "cc-\(trace)-\(span)-1-x",
      // Capitals are not allowed.
      "00-ABCDEF0123456789ABCDEF0123456789-\(span)-01",
      "00-\(trace)-ABCDEF0123456789-01",
      "00-\(trace)-\(span)-0A",
      // Zero names nothing.
      "00-00000000000000000000000000000000-\(span)-01",
      "00-\(trace)-0000000000000000-01",
      // Too short, too long, other characters.
      "00-1234567890123456789012345678901-\(span)-01",
      "00-123456789012345678901234567890123-\(span)-01",
      "00-.2345678901234567890123456789012-\(span)-01",
      "00-\(trace)-123456789012345-01",
      "00-\(trace)-12345678901234567-01",
      "00-\(trace)-.234567890123456-01",
      "00-\(trace)-\(span)-.1",
      "00-\(trace)-\(span)-1",
      "00-\(trace)-\(span)-001",
      // Nothing is forgiven.
      " 00-\(trace)-\(span)-01",
      "00-\(trace)-\(span)-01 ",
      "00_\(trace)_\(span)_01",
      "00-\(trace)-\(span)-０１",
    ])
  func malformed(text: String) {
    #expect(TraceContext(traceparent: text) == nil)
  }

  @Test("What is written is read back; of the flags the two that version 00 knows")
  func roundTrip() throws {
    var random = SeededRandom(seed: 7)
    for _ in 0..<200 {
      let context = TraceContext(
        traceID: .random(using: &random), spanID: .random(using: &random),
        flags: UInt8.random(in: 0...255, using: &random))
      let text = context.traceparent
      #expect(text.utf8.count == 55)
      var expected = context
      expected.flags &= 3
      #expect(TraceContext(traceparent: text) == expected)
    }
  }

  @Test("Ids are hexadecimal with their zeros, and not all zero")
  func ids() throws {
    let trace = try #require(TraceID(high: 0x1, low: 0xabcd_ef00_0000_0001))
    #expect("\(trace)" == "0000000000000001abcdef0000000001")
    #expect(TraceID(hex: "\(trace)") == trace)
    #expect(TraceID(high: 0, low: 0) == nil)
    #expect(TraceID(high: 0, low: 1) != nil)
    let span = try #require(SpanID(0xfedc_ba98))
    #expect("\(span)" == "00000000fedcba98")
    #expect(SpanID(hex: "\(span)") == span)
    #expect(SpanID(0) == nil)
    #expect(SpanID(hex: "00000000FEDCBA98") == nil)
    #expect(SpanID(hex: "0000000fedcba98") == nil)
  }
}
