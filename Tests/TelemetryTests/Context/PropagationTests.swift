import OTLP
import Telemetry
import Testing
import Tracing

@Suite("A trace crosses to another process")
struct PropagationTests {
  private static let parent = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"

  @Test("A span started from what a carrier brought is a child of the sender's span")
  func extracted() throws {
    let spans = Collected<SpanRecord>()
    let tracer = tracer(spans)
    let context = extract(
      ["TRACEPARENT": Self.parent, "TRACESTATE": "a=1, b=2", "BAGGAGE": "user=alice%20b;p=1"],
      tracer)
    tracer.startSpan("work", context: context).end()
    let span = try #require(spans.elements.first)
    #expect(span.traceID.description == "0af7651916cd43dd8448eb211c80319c")
    #expect(span.parentSpanID?.description == "b7ad6b7169203331")
    #expect(span.isParentRemote == true)
    #expect(span.traceState == "a=1,b=2")
    #expect(context.baggage?["user"] == "alice b")
  }

  @Test("What a context injects is what another process extracts")
  func roundTrip() throws {
    let spans = Collected<SpanRecord>()
    let tracer = tracer(spans)
    var surroundings = InstrumentationContext.topLevel
    var baggage = Baggage()
    baggage["run"] = "42; 100 % of it, é"
    surroundings.baggage = baggage
    let sender = tracer.startSpan("sender", context: surroundings)
    var environment: [String: String] = ["PATH": "/bin"]
    tracer.inject(sender.context, into: &environment, using: EnvironmentCarrier())
    #expect(environment["PATH"] == "/bin")
    let context = extract(environment, tracer)
    #expect(context.traceContext == sender.traceContext)
    #expect(context.baggage == baggage)
  }

  @Test("A sender that does not record is believed", arguments: [("00", false), ("01", true)])
  func sampledFlag(flags: String, isRecorded: Bool) {
    let spans = Collected<SpanRecord>()
    let tracer = tracer(spans)
    let context = extract(["TRACEPARENT": Self.parent.dropLast(2) + flags], tracer)
    let span = tracer.startSpan("work", context: context)
    #expect(span.isRecording == isRecorded)
    #expect(span.traceContext.isSampled == isRecorded)
    span.end()
    #expect(spans.elements.count == (isRecorded ? 1 : 0))
  }

  @Test(
    "What is malformed leaves the context alone",
    arguments: [
      "", "00-00000000000000000000000000000000-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
      "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
      "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-x",
      "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331",
    ])
  func malformed(header: String) {
    let tracer = tracer(Collected())
    var context = InstrumentationContext.topLevel
    let before = TraceContext(traceID: .random(), spanID: .random())
    context.traceContext = before
    tracer.extract(["TRACEPARENT": header], into: &context, using: EnvironmentCarrier())
    #expect(context.traceContext == before)
  }

  @Test(
    "A trace state that is malformed is ignored as a whole",
    arguments: [
      ("vendor=value", "vendor=value"), (" a=1 ,\tb=2,", "a=1,b=2"), ("1a@b=x y", "1a@b=x y"),
      ("A=1", ""), ("a=1,a=2", ""), ("a", ""), ("a=", ""), ("a=b=c", ""), ("a=é", ""),
      ((1...33).map { "k\($0)=v" }.joined(separator: ","), ""),
    ])
  func traceState(header: String, expected: String) {
    let context = extract(
      ["TRACEPARENT": Self.parent, "TRACESTATE": header], tracer(Collected()))
    #expect(context.traceContext?.state == expected)
  }

  @Test("Only the propagators that are chosen read and write")
  func chosen() {
    let tracer = TelemetryTracer(
      scope: InstrumentationScope(name: "test"), propagators: [.baggage], sink: { _, _ in })
    let context = extract(["TRACEPARENT": Self.parent, "BAGGAGE": "a=1"], tracer)
    #expect(context.traceContext == nil)
    #expect(context.baggage?["a"] == "1")
    var environment: [String: String] = [:]
    tracer.inject(
      tracer.startSpan("a", context: context).context, into: &environment,
      using: EnvironmentCarrier())
    #expect(environment == ["BAGGAGE": "a=1"])
  }

  @Test(
    "A key becomes the name of a variable",
    arguments: [
      ("traceparent", "TRACEPARENT"), ("x-b3-traceid", "X_B3_TRACEID"), ("", "_"),
      ("1st", "_1ST"), ("a.b c", "A_B_C"), ("é", "_"), ("_A9", "_A9"),
    ])
  func variableName(key: String, name: String) {
    #expect(EnvironmentCarrier.name(of: key) == name)
    // A name that is one already stays what it is.
    #expect(EnvironmentCarrier.name(of: name) == name)
  }

  private func tracer(_ spans: Collected<SpanRecord>) -> TelemetryTracer {
    TelemetryTracer(scope: InstrumentationScope(name: "test"), sink: spans.sink)
  }

  private func extract(
    _ environment: [String: String], _ tracer: TelemetryTracer
  ) -> InstrumentationContext {
    var context = InstrumentationContext.topLevel
    tracer.extract(environment, into: &context, using: EnvironmentCarrier())
    return context
  }
}
