import InMemoryLogging
import Logging
import OTLP
import Telemetry
import Testing
import Tracing

@Suite("Lines of the log as records")
struct LogHandlerTests {
  private let records = Collected<LogRecord>()

  @Test(
    "Levels have the numbers of the data model",
    arguments: [
      (Logger.Level.trace, 1), (.debug, 5), (.info, 9), (.notice, 10), (.warning, 13),
      (.error, 17), (.critical, 21),
    ])
  func levels(level: Logger.Level, severity: Int) throws {
    logger(level: .trace).log(level: level, "said")
    let record = try only
    #expect(record.severity == severity)
    #expect(record.severityText == level.rawValue)
    #expect(record.body == "said")
    #expect(records.scopes == [InstrumentationScope(name: "test")])
  }

  @Test("Lines below the level are not written, and a logger's level is its own")
  func level() {
    var logger = logger(level: .warning)
    let other = logger
    logger.info("no")
    logger.logLevel = .debug
    logger.debug("yes")
    other.debug("no")
    #expect(records.elements.map(\.body) == ["yes"])
  }

  @Test("A line inside a span carries its ids, one outside none")
  func correlation() throws {
    let tracer = TelemetryTracer(scope: InstrumentationScope(name: "test"), sink: { _, _ in })
    let logger = logger()
    let ids = tracer.withSpan("work", context: .topLevel) { span in
      logger.info("inside")
      return span.traceContext
    }
    logger.info("outside")
    #expect(records.elements.map(\.context) == [ids, nil])
  }

  @Test("What a line says beats what its provider says, and that the logger")
  func precedence() throws {
    let provider = Logger.MetadataProvider { ["a": "provider", "b": "provider"] }
    var ours = logger(provider: provider)
    let reference = InMemoryLogHandler()
    var theirs = Logger(label: "test") { _ in
      var handler = reference
      handler.metadataProvider = provider
      return handler
    }
    for index in 0..<2 {
      for logger in [ours, theirs] {
        logger.info("said", metadata: index == 0 ? ["a": "line", "d": "line"] : nil)
      }
      ours[metadataKey: "c"] = "logger"
      ours[metadataKey: "b"] = "logger"
      theirs[metadataKey: "c"] = "logger"
      theirs[metadataKey: "b"] = "logger"
    }
    let expected = reference.entries.map { entry in
      entry.metadata.map { Attribute($0.key, .string($0.value.description)) }
        .sorted { $0.key < $1.key }
    }
    #expect(records.elements.map(said) == expected)
    #expect(said(records.elements[0])["a"] == "line")
  }

  @Test("Nested metadata get the path to them as their names")
  func nested() throws {
    logger().info(
      "said",
      metadata: [
        "plain": "text", "number": .stringConvertible(7), "flag": .stringConvertible(true),
        "share": .stringConvertible(0.5), "list": ["a", "b"], "none": [], "empty": [:],
        "process": ["pid": .stringConvertible(3), "user": ["name": "alice"]],
        "mixed": ["a", ["b": "c"]],
      ])
    #expect(
      said(try only) == [
        Attribute("flag", true), Attribute("list", .strings(["a", "b"])),
        Attribute("mixed.0", "a"), Attribute("mixed.1.b", "c"), Attribute("none", .strings([])),
        Attribute("number", 7), Attribute("plain", "text"), Attribute("process.pid", 3),
        Attribute("process.user.name", "alice"), Attribute("share", 0.5),
      ])
  }

  @Test("A name of its own beats the same name by being inside, and depth has an end")
  func collisions() throws {
    var deep: Logger.MetadataValue = "bottom"
    for _ in 0..<50 { deep = ["in": deep] }
    logger().info("said", metadata: ["a": ["b": "inside"], "a.b": "itself", "deep": deep])
    let attributes = said(try only)
    #expect(attributes["a.b"] == "itself")
    #expect(Set(attributes.map(\.key)).count == attributes.count)
    let name = try #require(attributes.map(\.key).first { $0.hasPrefix("deep") })
    #expect(name == "deep" + String(repeating: ".in", count: 8))
  }

  @Test("An error has its type and its message, however it is said")
  func errors() throws {
    struct Failure: Error, CustomStringConvertible {
      let description = "disk full"
    }
    let logger = logger()
    logger.error("a", error: Failure())
    logger.error("b", metadata: ["error": .stringConvertible(Failure())])
    logger.error("c", metadata: ["error": "\(Failure())"])
    for record in records.elements {
      #expect(record.attributes["exception.message"] == "disk full")
      #expect(record.attributes["error"] == nil)
    }
    let types = records.elements.map { $0.attributes["exception.type"] }
    #expect(types[0] == types[1] && types[0] != nil && types[2] == nil)
  }

  @Test("Beyond the limits attributes are left out, and counted")
  func limits() throws {
    let logger = logger(limits: AttributeLimits(valueLength: 2, count: 1))
    logger.info("long message", metadata: ["a": "12345", "b": "x"])
    let record = try only
    #expect(record.attributes == [Attribute("a", "12")])
    #expect(record.droppedAttributes == 4)
    #expect(record.body == "long message")
  }

  @Test("Where a line is from is told by the conventions")
  func place() throws {
    logger().info("said")
    let attributes = try only.attributes
    #expect(attributes["code.file.path"] == "TelemetryTests/LogHandlerTests.swift")
    #expect(attributes["code.function.name"] == "place()")
    #expect(attributes["code.line.number"] != nil)
  }

  @Test("Records go to whoever takes them at the time, but never those of who sends them")
  func sending() {
    let logging = TelemetryLogging(output: nil)
    let logger = Logger(label: "test") { logging.handler(label: $0) }
    let sender = Logger(label: "sender") { logging.handler(label: $0, isExported: false) }
    logger.info("before")
    logging.send(to: records.sink)
    logger.info("during")
    sender.error("refused")
    logging.send(to: nil)
    logger.info("after")
    #expect(records.elements.map(\.body) == ["during"])
    let created = logging.metrics().first { $0.name == "otel.sdk.log.created" }
    guard case .sum(let points, true, .cumulative) = created?.data else {
      Issue.record("records are not counted")
      return
    }
    #expect(points.map(\.value) == [.int(4)])
  }

  private var only: LogRecord {
    get throws {
      try #require(records.elements.count == 1)
      return records.elements[0]
    }
  }

  /// The attributes without where the line is from.
  private func said(_ record: LogRecord) -> [Attribute] {
    record.attributes.filter { !$0.key.hasPrefix("code.") }
  }

  private func logger(
    level: Logger.Level = .info, limits: AttributeLimits = AttributeLimits(),
    provider: Logger.MetadataProvider? = nil
  ) -> Logger {
    let logging = TelemetryLogging(
      level: level, output: nil, limits: limits, sink: records.sink)
    return Logger(label: "test") { logging.handler(label: $0, metadataProvider: provider) }
  }
}
