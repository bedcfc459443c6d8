import OTLP
import Telemetry
import Testing
import Tracing

@Suite("Spans")
struct SpanTests {
  private let spans = Collected<SpanRecord>()

  @Test("Attributes of all kinds are kept, in the order of their names")
  func attributes() throws {
    let span = tracer().startSpan("work")
    span.attributes["z.int32"] = SpanAttribute.int32(-7)
    span.attributes["int"] = Int.max
    span.attributes["double"] = 0.5
    span.attributes["bool"] = true
    span.attributes["string"] = "é"
    span.attributes["convertible"] = SpanAttribute.stringConvertible(Duration.seconds(1))
    span.attributes["strings"] = ["a", "b"]
    span.attributes["ints"] = [1, 2]
    span.attributes["doubles"] = [0.5]
    span.attributes["bools"] = [true]
    span.attributes["convertibles"] = SpanAttribute.stringConvertibleArray([1, "x"])
    span.end()
    #expect(
      try only.attributes == [
        Attribute("bool", true), Attribute("bools", .strings(["true"])),
        Attribute("convertible", "1.0 seconds"), Attribute("convertibles", .strings(["1", "x"])),
        Attribute("double", 0.5), Attribute("doubles", .strings(["0.5"])),
        Attribute("int", .int(.max)), Attribute("ints", .strings(["1", "2"])),
        Attribute("string", "é"), Attribute("strings", .strings(["a", "b"])),
        Attribute("z.int32", -7),
      ])
  }

  @Test("Beyond the limits attributes, events and links are left out, and counted")
  func limits() throws {
    var limits = SpanLimits()
    limits.attributes = AttributeLimits(valueLength: 3, count: 2)
    limits.events = 2
    limits.links = 1
    limits.attributesPerEvent = 1
    limits.attributesPerLink = 0
    let tracer = tracer(limits)
    let span = tracer.startSpan("work")
    span.attributes["a"] = "12345"
    span.attributes["b"] = ["éàüö", "x"]
    span.attributes["c"] = 1
    span.attributes["a"] = "67890"
    for index in 0..<4 {
      span.addEvent(SpanEvent(name: "e\(index)", attributes: ["x": "long text", "y": 2]))
    }
    let other = tracer.startSpan("other").context
    span.addLink(SpanLink(context: other, attributes: ["x": 1]))
    span.addLink(SpanLink(context: other, attributes: [:]))
    span.end()
    let record = try only
    #expect(
      record.attributes == [Attribute("a", "678"), Attribute("b", .strings(["éàü", "x"]))])
    #expect(record.droppedAttributes == 1)
    #expect(record.events.map(\.name) == ["e2", "e3"])
    #expect(record.droppedEvents == 2)
    #expect(record.events[0].attributes == [Attribute("x", "lon")])
    #expect(record.events[0].droppedAttributes == 1)
    #expect(record.links.map(\.droppedAttributes) == [1])
    #expect(record.droppedLinks == 1)
  }

  @Test("An error is an event, and gives an empty status its words")
  func errors() throws {
    struct Failure: Error, CustomStringConvertible {
      var description: String { "disk full" }
    }
    #expect(throws: Failure.self) {
      try tracer().withSpan("work") { span in
        span.attributes["step"] = 3
        throw Failure()
      }
    }
    let record = try only
    #expect(record.status == .error("disk full"))
    #expect(record.events.map(\.name) == ["exception"])
    #expect(record.events[0].attributes["exception.message"] == "disk full")
    let type = try #require(record.events[0].attributes["exception.type"])
    #expect("\(type)".contains("Failure"))
    #expect(record.attributes["step"] == 3)
  }

  @Test(
    "That it went well is the last word",
    arguments: [
      ([], SpanRecord.Status.unset),
      ([SpanStatus(code: .ok)], .ok),
      ([SpanStatus(code: .error, message: "a")], .error("a")),
      (
        [SpanStatus(code: .error, message: "a"), SpanStatus(code: .error, message: "b")],
        .error("b")
      ),
      ([SpanStatus(code: .error, message: "a"), SpanStatus(code: .ok)], .ok),
      ([SpanStatus(code: .ok), SpanStatus(code: .error, message: "a")], .ok),
    ])
  func status(set: [SpanStatus], expected: SpanRecord.Status) throws {
    let span = tracer().startSpan("work")
    for status in set { span.setStatus(status) }
    span.end()
    #expect(try only.status == expected)
  }

  @Test("What comes after the end changes nothing, another end included")
  func afterTheEnd() throws {
    let span = tracer().startSpan("work", at: Moment(5))
    #expect(span.isRecording)
    span.end(at: Moment(9))
    #expect(!span.isRecording)
    span.operationName = "other"
    span.attributes["late"] = true
    span.addEvent("late")
    span.setStatus(SpanStatus(code: .error))
    span.end(at: Moment(20))
    let record = try only
    #expect(record.name == "work")
    #expect((record.start, record.end) == (5, 9))
    #expect(record.attributes.isEmpty && record.events.isEmpty)
    #expect(record.status == .unset)
  }

  @Test("A clock that was put back does not make a span end before it starts")
  func clockPutBack() throws {
    tracer().startSpan("work", at: Moment(100)).end(at: Moment(50))
    #expect(try only.end == 100)
  }

  @Test("A span has the name, the kind and the scope it is given last")
  func description() throws {
    let span = tracer().startSpan("GET", ofKind: .client)
    span.operationName = "GET /users"
    #expect(span.operationName == "GET /users")
    span.end()
    #expect(try only.kind == .client)
    #expect(try only.name == "GET /users")
    #expect(spans.scopes == [InstrumentationScope(name: "test", version: "1")])
  }

  @Test("The span of a context is found as long as it lasts")
  func active() {
    let tracer = tracer()
    let span = tracer.startSpan("work")
    #expect(tracer.activeSpan(identifiedBy: span.context) === span)
    #expect(tracer.activeSpan(identifiedBy: .topLevel) == nil)
    span.end()
    #expect(tracer.activeSpan(identifiedBy: span.context) == nil)
  }

  @Test("Threads may write to a span at once, and no attribute or event is lost")
  func concurrent() async throws {
    var limits = SpanLimits()
    limits.attributes.count = 1000
    limits.events = 1000
    let span = tracer(limits).startSpan("work")
    await withTaskGroup(of: Void.self) { group in
      for task in 0..<8 {
        group.addTask {
          for index in 0..<100 {
            span.attributes["\(task).\(index)"] = index
            span.addEvent("event")
          }
        }
      }
    }
    span.end()
    let record = try only
    #expect(record.attributes.count == 800)
    #expect(record.events.count == 800)
  }

  @Test("Of many ends at once one counts")
  func concurrentEnds() async {
    let span = tracer().startSpan("work")
    await withTaskGroup(of: Void.self) { group in
      for _ in 0..<16 { group.addTask { span.end() } }
    }
    #expect(spans.elements.count == 1)
  }

  private var only: SpanRecord {
    get throws {
      try #require(spans.elements.count == 1)
      return spans.elements[0]
    }
  }

  private func tracer(_ limits: SpanLimits = SpanLimits()) -> TelemetryTracer {
    TelemetryTracer(
      scope: InstrumentationScope(name: "test", version: "1"), limits: limits, sink: spans.sink)
  }
}

/// A moment in ns since 1970.
struct Moment: TracerInstant {
  let nanosecondsSinceEpoch: UInt64

  init(_ nanoseconds: UInt64) {
    nanosecondsSinceEpoch = nanoseconds
  }

  static func < (left: Moment, right: Moment) -> Bool {
    left.nanosecondsSinceEpoch < right.nanosecondsSinceEpoch
  }
}
