import CoreMetrics
import OTLP
import Telemetry
import Testing
import Tracing

@Suite("Measurements that stand for others")
struct ExemplarTests {
  private let span = TraceContext(traceID: .random(), spanID: .random(), flags: 1)
  private let unsampled = TraceContext(traceID: .random(), spanID: .random(), flags: 0)

  @Test(
    "The filter says which may",
    arguments: [
      (ExemplarFilter.traceBased, [true, false, false]), (.alwaysOn, [true, true, true]),
      (.alwaysOff, [false, false, false]),
    ])
  func filters(filter: ExemplarFilter, expected: [Bool]) {
    let found = [span, unsampled, nil].map { context in
      let registry = MetricRegistry(exemplars: filter)
      within(context) {
        Counter(label: "c", factory: TelemetryMetrics(registry: registry)).increment(by: 2)
      }
      let exemplars = registry.collect().numbers("c").flatMap(\.exemplars)
      #expect(exemplars.allSatisfy { $0.context == context && $0.value == .int(2) })
      return !exemplars.isEmpty
    }
    #expect(found == expected)
  }

  @Test("Each bucket has the last one that was made inside a span")
  func buckets() throws {
    let clock = HandClock(1)
    let registry = MetricRegistry(now: { clock.now })
    let timer = Timer(
      label: "sonde.process.duration", factory: TelemetryMetrics(registry: registry))
    within(span) {
      for milliseconds in [3, 4, 2000] {
        clock.now += 1
        timer.recordMilliseconds(milliseconds)
      }
    }
    timer.recordMilliseconds(5)
    let point = try #require(registry.collect().distributions("sonde.process.duration").first)
    #expect(point.count == 4)
    #expect(point.exemplars.map(\.time) == [3, 4])
    #expect(point.exemplars.allSatisfy { $0.context == span })
  }

  @Test("A delta has only those that are new")
  func delta() {
    let clock = HandClock(1)
    let registry = MetricRegistry(now: { clock.now })
    let reader = MetricReader(registry: registry, temporality: .delta, component: "test")
    let counter = Counter(label: "c", factory: TelemetryMetrics(registry: registry))
    within(span) { counter.increment() }
    clock.now = 2
    #expect(reader.collect().numbers("c").map(\.exemplars.count) == [1])
    clock.now = 3
    counter.increment()
    #expect(reader.collect().numbers("c").map(\.exemplars.count) == [0])
  }

  @Test("Meters have none")
  func meters() {
    let registry = MetricRegistry(exemplars: .alwaysOn)
    Meter(label: "m", factory: TelemetryMetrics(registry: registry)).set(1)
    #expect(registry.collect().numbers("m").flatMap(\.exemplars).isEmpty)
  }

  private func within(_ context: TraceContext?, _ body: () -> Void) {
    var surroundings = InstrumentationContext.topLevel
    surroundings.traceContext = context
    InstrumentationContext.withValue(surroundings, operation: body)
  }
}
