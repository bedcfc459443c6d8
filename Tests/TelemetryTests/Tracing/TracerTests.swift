import InMemoryTracing
import OTLP
import Telemetry
import Testing
import Tracing

@Suite("The tracer")
struct TracerTests {
  @Test("Names, attributes and hierarchy are those of the façade's own back end in memory")
  func agreesWithInMemory() async {
    let reference = InMemoryTracer()
    await work(reference)
    let spans = Collected<SpanRecord>()
    await work(TelemetryTracer(scope: InstrumentationScope(name: "test"), sink: spans.sink))
    let expected = Set(
      reference.finishedSpans.map { span in
        let parent = reference.finishedSpans.first {
          $0.spanContext.spanID == span.spanContext.parentSpanID
        }
        return Sight(
          name: span.operationName, parent: parent?.operationName,
          attributes: Set(span.attributes.names), events: span.events.map(\.name),
          isFailed: span.status?.code == .error)
      })
    let found = Set(
      spans.elements.map { span in
        Sight(
          name: span.name,
          parent: spans.elements.first { $0.spanID == span.parentSpanID }?.name,
          attributes: Set(span.attributes.map(\.key)), events: span.events.map(\.name),
          isFailed: span.status != .unset)
      })
    #expect(found.count == 5)
    #expect(Set(found.map(\.withoutErrors)) == Set(expected.map(\.withoutErrors)))
    #expect(Set(spans.elements.map(\.traceID)).count == 1)
    #expect(Set(spans.elements.map(\.spanID)).count == 5)
  }

  @Test("A root begins a trace whose id is random in all its bytes")
  func root() {
    let tracer = TelemetryTracer(scope: InstrumentationScope(name: "test"), sink: { _, _ in })
    let first = tracer.startSpan("a", context: .topLevel)
    let second = tracer.startSpan("b", context: .topLevel)
    #expect(first.traceContext.traceID != second.traceContext.traceID)
    #expect(first.traceContext.flags == 3)
    let child = tracer.startSpan("c", context: first.context)
    #expect(child.traceContext.traceID == first.traceContext.traceID)
    #expect(child.traceContext.flags == 3)
  }

  @Test("A child of a span here has a parent that is not remote, and a root has none")
  func parents() throws {
    let spans = Collected<SpanRecord>()
    let tracer = TelemetryTracer(scope: InstrumentationScope(name: "test"), sink: spans.sink)
    tracer.withSpan("parent", context: .topLevel) { _ in tracer.withSpan("child") { _ in } }
    #expect(spans.elements.map(\.name) == ["child", "parent"])
    #expect(spans.elements.map(\.isParentRemote) == [false, nil])
    #expect(spans.elements[0].parentSpanID == spans.elements[1].spanID)
  }

  @Test("A span that is given by its ids alone is the parent of what is started inside")
  func foreignSpan() throws {
    let spans = Collected<SpanRecord>()
    let tracer = TelemetryTracer(scope: InstrumentationScope(name: "test"), sink: spans.sink)
    var context = InstrumentationContext.topLevel
    let run = TraceContext(traceID: .random(), spanID: .random())
    context.traceContext = run
    tracer.startSpan("step", context: context).end()
    #expect(spans.elements.first?.parentSpanID == run.spanID)
    #expect(spans.elements.first?.isParentRemote == false)
  }

  @Test("An unsampled span records nothing and passes its ids on")
  func unsampled() {
    let spans = Collected<SpanRecord>()
    let tracer = TelemetryTracer(
      scope: InstrumentationScope(name: "test"), sampler: .alwaysOff, sink: spans.sink)
    let parent = tracer.startSpan("parent", context: .topLevel)
    parent.attributes["a"] = 1
    #expect(parent.attributes.isEmpty)
    #expect(!parent.isRecording)
    let child = tracer.startSpan("child", context: parent.context)
    #expect(child.traceContext.traceID == parent.traceContext.traceID)
    child.end()
    parent.end()
    #expect(spans.elements.isEmpty)
  }

  @Test("Spans are counted as they start, last and are forgotten")
  func counts() throws {
    let tracer = TelemetryTracer(
      scope: InstrumentationScope(name: "test"), sampler: .parentBased(root: .alwaysOn),
      sink: { _, _ in })
    let root = tracer.startSpan("root", context: .topLevel)
    tracer.startSpan("child", context: root.context).end()
    var remote = InstrumentationContext.topLevel
    remote.setRemoteParent(TraceContext(traceID: .random(), spanID: .random(), flags: 0))
    tracer.startSpan("unsampled", context: remote).end()
    _ = tracer.startSpan("forgotten", context: root.context)
    #expect(
      values(tracer.metrics(), "otel.sdk.span.started") == [
        "local RECORD_AND_SAMPLE": .int(2), "none RECORD_AND_SAMPLE": .int(1),
        "remote DROP": .int(1),
      ])
    #expect(values(tracer.metrics(), "otel.sdk.span.live") == ["RECORD_AND_SAMPLE": .int(1)])
    #expect(values(tracer.metrics(), "sonde.spans.abandoned") == ["": .int(1)])
    root.end()
    #expect(values(tracer.metrics(), "otel.sdk.span.live") == ["RECORD_AND_SAMPLE": .int(0)])
  }

  @Test("A wish to flush reaches whoever sends")
  func flush() async {
    await confirmation { flushed in
      let tracer = TelemetryTracer(
        scope: InstrumentationScope(name: "test"), flush: { flushed() }, sink: { _, _ in })
      tracer.forceFlush()
    }
  }

  // MARK: What both tracers see

  private struct Sight: Hashable {
    var name: String
    var parent: String?
    var attributes: Set<String>
    var events: [String]
    var isFailed: Bool

    /// The back end in memory keeps errors beside the events.
    var withoutErrors: Sight {
      var sight = self
      sight.events.removeAll { $0 == "exception" }
      return sight
    }
  }

  private struct Failure: Error {}

  private func work(_ tracer: some Tracer) async {
    await tracer.withSpan("run", context: .topLevel, ofKind: .server) { run in
      run.attributes["cicd.pipeline.name"] = "rnaseq"
      try? tracer.withSpan("align") { span in
        span.attributes["process.pid"] = 7
        span.addEvent("exec.failed")
        throw Failure()
      }
      await withTaskGroup(of: Void.self) { group in
        for name in ["sort", "index"] {
          group.addTask {
            tracer.withSpan(name) { span in span.attributes["name"] = name }
          }
        }
      }
      tracer.startSpan("report", context: run.context).end()
    }
  }

  private func values(
    _ metrics: [MetricRecord], _ name: String
  ) -> [String: MetricRecord.Value] {
    guard case .sum(let points, _, _) = metrics.first(where: { $0.name == name })?.data else {
      return [:]
    }
    return Dictionary(
      uniqueKeysWithValues: points.map { point in
        let words = point.attributes.compactMap { attribute -> String? in
          if case .string(let text) = attribute.value { text } else { nil }
        }
        return (words.joined(separator: " "), point.value)
      })
  }
}

extension SpanAttributes {
  fileprivate var names: [String] {
    var names: [String] = []
    forEach { name, _ in names.append(name) }
    return names
  }
}
