import Foundation
import Logging
import OTLP
import Telemetry
import Testing
import Tracing

@Suite("The log as it is written")
struct LogFormatTests {
  @Test("A line for people has time, level, logger, message and what is said beside it")
  func text() throws {
    let lines = try Lines(.text)
    let logger = logger(lines.output)
    logger.notice("following")
    logger.warning(
      "lost records",
      metadata: [
        "count": .stringConvertible(3), "path": "/a b/c", "empty": "", "quote": "say \"no\"",
        "list": ["a", "b c"], "plain": "x-1",
      ])
    #expect(
      try lines.read() == [
        "TIME notice test: following",
        "TIME warning test: lost records count=3 empty=\"\" list=[a, \"b c\"] path=\"/a b/c\" "
          + "plain=x-1 quote=\"say \\\"no\\\"\"",
      ])
  }

  @Test("A line for machines is an object of JSON")
  func json() throws {
    let lines = try Lines(.json)
    logger(lines.output).warning(
      "lost \"records\"",
      metadata: [
        "count": .stringConvertible(3), "list": ["a", "b"], "nan": .stringConvertible(Double.nan),
      ])
    let line = try #require(try lines.read().first)
    let object = try #require(
      try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
    #expect(object["level"] as? String == "warning")
    #expect(object["logger"] as? String == "test")
    #expect(object["message"] as? String == "lost \"records\"")
    #expect(object["time"] as? String == "TIME")
    #expect(object["trace_id"] == nil)
    let attributes = try #require(object["attributes"] as? [String: Any])
    #expect(attributes["count"] as? Int == 3)
    #expect(attributes["list"] as? [String] == ["a", "b"])
    #expect(attributes["nan"] as? String == "nan")
    #expect(attributes["code.file.path"] as? String == "TelemetryTests/LogFormatTests.swift")
  }

  @Test("A line inside a span says its ids", arguments: LogFormat.allCases)
  func correlation(format: LogFormat) throws {
    let lines = try Lines(format)
    let tracer = TelemetryTracer(scope: InstrumentationScope(name: "test"), sink: { _, _ in })
    let logger = logger(lines.output)
    let ids = tracer.withSpan("work", context: .topLevel) { span in
      logger.info("inside")
      return span.traceContext
    }
    logger.info("outside")
    let written = try lines.read()
    let expected =
      format == .text
      ? "trace_id=\(ids.traceID) span_id=\(ids.spanID)"
      : "\"trace_id\":\"\(ids.traceID)\",\"span_id\":\"\(ids.spanID)\""
    #expect(written[0].contains(expected))
    #expect(!written[1].contains("trace_id"))
  }

  @Test("Nothing that is logged steers a terminal or begins a line", arguments: LogFormat.allCases)
  func harmless(format: LogFormat) throws {
    let evil = "a\u{1b}[2J\n\r\t\u{7}\u{0}\u{202e}\u{2028}\u{9b}z"
    let lines = try Lines(format)
    let logging = TelemetryLogging(output: lines.output)
    Logger(label: evil) { logging.handler(label: $0) }
      .info("\(evil)", metadata: [evil: "\(evil)", "list": ["\(evil)"]])
    let written = try lines.read()
    #expect(written.count == 1)
    for scalar in written[0].unicodeScalars {
      let category = scalar.properties.generalCategory
      #expect(
        ![.control, .format, .lineSeparator, .paragraphSeparator].contains(category),
        "U+\(String(scalar.value, radix: 16))")
    }
    if format == .text {
      #expect(written[0].contains("a\\e[2J\\n\\r\\t\\u{7}\\u{0}\\u{202e}\\u{2028}\\u{9b}z"))
    } else {
      let object =
        try JSONSerialization.jsonObject(with: Data(written[0].utf8)) as? [String: Any]
      #expect(object?["message"] as? String == evil)
    }
  }

  @Test("Times are UTC, to the microsecond")
  func time() throws {
    let url = FileManager.default.temporaryDirectory.appending(path: "log-\(UUID().uuidString)")
    try Data().write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    let file = try FileHandle(forWritingTo: url)
    let before = Date()
    logger(LogOutput(format: .text, descriptor: file.fileDescriptor)).info("said")
    let text = try String(contentsOf: url, encoding: .utf8)
    let formatter = ISO8601DateFormatter()
    formatter.formatOptions = [.withInternetDateTime, .withFractionalSeconds]
    // The formatter knows milliseconds only.
    let moment = try #require(text.split(separator: " ").first)
    let written = try #require(formatter.date(from: moment.prefix(23) + "Z"))
    #expect(written.timeIntervalSince(before) > -0.002 && written <= Date())
    #expect(moment.count == 27)
  }

  private func logger(_ output: LogOutput) -> Logger {
    let logging = TelemetryLogging(output: output)
    return Logger(label: "test") { logging.handler(label: $0) }
  }
}
