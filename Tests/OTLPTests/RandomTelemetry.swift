import SeededRandom

@testable import OTLP

/// Spans, log records and metrics of all shapes, the same for the same seed.
struct RandomTelemetry {
  private var random: SeededRandom

  init(seed: UInt64) {
    random = SeededRandom(seed: seed)
  }

  private mutating func number(_ range: ClosedRange<Int>) -> Int {
    Int.random(in: range, using: &random)
  }

  private mutating func isChosen() -> Bool { number(0...2) == 0 }

  private mutating func several<Element>(
    _ most: Int, _ make: (inout RandomTelemetry) -> Element
  ) -> [Element] {
    (0..<number(0...most)).map { _ in make(&self) }
  }

  /// Numbers of any size rather than large ones.
  private mutating func word() -> UInt64 {
    isChosen() ? 0 : random.next() >> UInt64(number(0...63))
  }

  mutating func text() -> String {
    let alphabet = Array("abcXYZ019 -_./\"\\\n\t\u{1}\u{7f}äß€語😀\u{2028}\u{202e}\u{301}")
    let length = [0, 3, 15, 16, 60, 127, 128, 300][number(0...7)]
    return String((0..<length).map { _ in alphabet[number(0...alphabet.count - 1)] })
  }

  private mutating func double() -> Double {
    [0, -0.0, 1.5, -1e300, .infinity, -.infinity, .leastNonzeroMagnitude, 0.1][number(0...7)]
  }

  private mutating func value() -> AttributeValue {
    switch number(0...4) {
    case 0: .string(text())
    case 1: .int(Int64(bitPattern: word()) &* (isChosen() ? -1 : 1))
    case 2: .double(double())
    case 3: .bool(isChosen())
    default: .strings(several(4) { $0.text() })
    }
  }

  mutating func attributes() -> [Attribute] {
    several(12) { Attribute($0.text(), $0.value()) }
  }

  mutating func context() -> TraceContext {
    TraceContext(
      traceID: .random(using: &random), spanID: .random(using: &random),
      flags: UInt8(number(0...255)), state: isChosen() ? text() : "")
  }

  private mutating func count() -> UInt32 { isChosen() ? UInt32(number(0...100_000)) : 0 }

  mutating func span() -> SpanRecord {
    let context = context()
    var span = SpanRecord(
      traceID: context.traceID, spanID: context.spanID,
      parentSpanID: isChosen() ? .random(using: &random) : nil, name: text(), start: word(),
      end: word())
    span.isParentRemote = [nil, true, false][number(0...2)]
    span.flags = context.flags
    span.traceState = context.state
    span.kind = SpanRecord.Kind(rawValue: number(1...5)) ?? .internal
    span.attributes = attributes()
    span.droppedAttributes = count()
    span.events = several(3) { random in
      var event = SpanRecord.Event(
        name: random.text(), time: random.word(), attributes: random.attributes())
      event.droppedAttributes = random.count()
      return event
    }
    span.droppedEvents = count()
    span.links = several(3) { random in
      var link = SpanRecord.Link(context: random.context(), attributes: random.attributes())
      link.droppedAttributes = random.count()
      return link
    }
    span.droppedLinks = count()
    span.status = [.unset, .ok, .error(text()), .error("")][number(0...3)]
    return span
  }

  mutating func log() -> LogRecord {
    var record = LogRecord(
      time: word(), severity: number(0...24), severityText: text(), body: value())
    record.attributes = attributes()
    record.droppedAttributes = count()
    record.context = isChosen() ? context() : nil
    record.eventName = isChosen() ? text() : ""
    return record
  }

  private mutating func measurement() -> MetricRecord.Value {
    isChosen() ? .double(double()) : .int(Int64(bitPattern: word()))
  }

  private mutating func exemplars() -> [MetricRecord.Exemplar] {
    several(2) { random in
      MetricRecord.Exemplar(
        time: random.word(), value: random.measurement(),
        context: random.isChosen() ? random.context() : nil)
    }
  }

  private mutating func numberPoint() -> MetricRecord.NumberPoint {
    var point = MetricRecord.NumberPoint(
      attributes: attributes(), start: word(), time: word(), value: measurement())
    point.exemplars = exemplars()
    return point
  }

  private mutating func histogramPoint() -> MetricRecord.HistogramPoint {
    let bounds = several(5) { Double($0.number(0...1000)) }.sorted()
    var point = MetricRecord.HistogramPoint(
      attributes: attributes(), start: word(), time: word(), bounds: bounds)
    point.buckets = point.buckets.map { _ in word() }
    point.count = point.buckets.reduce(0, &+)
    point.sum = double()
    point.min = isChosen() ? double() : nil
    point.max = isChosen() ? double() : nil
    point.exemplars = exemplars()
    return point
  }

  /// With at least one point.
  mutating func metric() -> MetricRecord {
    let temporality = isChosen() ? MetricRecord.Temporality.delta : .cumulative
    let data: MetricRecord.Data =
      switch number(0...2) {
      case 0: .gauge([numberPoint()] + several(4) { $0.numberPoint() })
      case 1:
        .sum(
          [numberPoint()] + several(4) { $0.numberPoint() }, isMonotonic: isChosen(),
          temporality: temporality)
      default:
        .histogram(
          [histogramPoint()] + several(4) { $0.histogramPoint() }, temporality: temporality)
      }
    return MetricRecord(name: text(), unit: text(), description: text(), data: data)
  }
}
