import OTLP
import ProcessTelemetry
import Testing

@Suite("Contexts of other systems")
struct TraceContextTests {
  private static let remote = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01"
  private static let other = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b8-01"

  @Test("A root with a context of its own moves the whole run there")
  func adopting() throws {
    var run = FictionalRun()
    run.fork(1)
    let moved = run.exec(
      1, "/bin/sh", environment: ["TRACEPARENT=\(Self.remote)", "TRACESTATE=a=b"])
    run.fork(2, from: 1)
    run.exec(2, "/bin/ls", environment: ["TRACEPARENT=\(Self.remote)"])
    run.exit(2, at: 1)
    run.exit(1, at: 2)
    let spans = run.end(at: 2)
    #expect(moved?.parent?.traceparent == Self.remote)
    #expect(Set(spans.map { "\($0.traceID)" }) == ["4bf92f3577b34da6a3ce929d0e0e4736"])
    #expect(
      spans.map { "\($0.parentSpanID?.description ?? "")" }
        == ["\(run.spanID(1))", "\(FictionalRun.context.spanID)", "00f067aa0ba902b7"])
    #expect(spans.map(\.isParentRemote) == [false, false, true])
    #expect(spans.last?.traceState == "a=b")
  }

  @Test("Processes that ran before have their paths, and the contexts that they were given")
  func seeded() throws {
    let parent = try #require(TraceContext(traceparent: Self.remote, state: ""))
    var run = FictionalRun(parent: parent)
    run.fork(1)
    run.seed(
      1, name: "python3", "/usr/bin/python3.11", arguments: ["python3", "run.py"],
      environment: ["HOME=/root", "TRACEPARENT=\(Self.remote)"])
    run.fork(2, from: 1)
    run.seed(
      2, name: "MainThread", "/usr/bin/bwa", environment: ["TRACEPARENT=\(Self.other)"])
    run.fork(3, from: 2)
    run.seed(3, name: "gzip", "", environment: ["TRACEPARENT=\(Self.other)"])
    for id in [3, 2, 1] as [Int64] { run.exit(id, at: 5) }
    let spans = run.end(at: 5)
    // The run's own context is no news; another is that of the program that gave it.
    #expect(
      spans.map { "\($0.parentSpanID?.description ?? "")" } == [
        "\(run.spanID(2))", "00f067aa0ba902b8", "\(FictionalRun.context.spanID)",
        "00f067aa0ba902b7",
      ])
    #expect(spans.map(\.name) == ["gzip", "MainThread", "python3", "RUN night"])
    #expect(
      spans.map { $0["process.executable.path"] } == [
        nil, "/usr/bin/bwa", "/usr/bin/python3.11", nil,
      ])
    #expect(spans[2]["process.working_directory"] == "/data")
    #expect(spans[2]["process.args_count"] == 2)
  }

  @Test("A process that an instrumented program gave a context is that program's child")
  func instrumented() throws {
    var run = FictionalRun()
    let ours = "TRACEPARENT=\(FictionalRun.context.traceparent)"
    run.fork(1)
    run.exec(1, "/usr/bin/python3", environment: [ours])
    run.fork(2, from: 1)
    run.exec(2, "/usr/bin/bwa", environment: ["TRACEPARENT=\(Self.remote)"])
    run.fork(3, from: 2)  // a worker of bwa's
    run.fork(4, from: 2)
    run.exec(4, "/bin/gzip", environment: ["TRACEPARENT=\(Self.remote)"])
    run.fork(5, from: 1)
    run.exec(5, "/usr/bin/bwa", environment: ["TRACEPARENT=\(Self.remote)"])
    for id in [3, 4, 2, 5, 1] as [Int64] { run.exit(id, at: 5) }
    let spans = run.end(at: 5)
    let parents = Dictionary(uniqueKeysWithValues: spans.map { ($0.spanID, $0.parentSpanID) })
    #expect(parents[run.spanID(2)] == SpanID(hex: "00f067aa0ba902b7"))
    #expect(parents[run.spanID(3)] == run.spanID(2))
    #expect(parents[run.spanID(4)] == run.spanID(2))
    #expect(parents[run.spanID(5)] == SpanID(hex: "00f067aa0ba902b7"))
    #expect(parents[run.spanID(1)] == FictionalRun.context.spanID)
    let traces = Dictionary(uniqueKeysWithValues: spans.map { ($0.spanID, "\($0.traceID)") })
    for id in [2, 3, 4, 5] as [Int64] {
      #expect(traces[run.spanID(id)] == "4bf92f3577b34da6a3ce929d0e0e4736")
    }
    #expect(traces[run.spanID(1)] == "\(FictionalRun.context.traceID)")
    let two = try #require(spans.first { $0.spanID == run.spanID(2) })
    #expect(two.links.map(\.context) == [FictionalRun.context] && two.isParentRemote == true)
  }

  @Test(
    "A context that names the run's own span changes nothing, and neither does a malformed one",
    arguments: [
      FictionalRun.context.traceparent, "00-xyz", "",
      "00-\(String(repeating: "0", count: 32))-00f067aa0ba902b7-01",
    ])
  func ignored(value: String) throws {
    var run = FictionalRun()
    run.fork(1)
    #expect(run.exec(1, "/bin/sh", environment: ["TRACEPARENT=\(value)"]) == nil)
    run.exit(1, at: 1)
    let span = try #require(run.end(at: 1).first)
    #expect(span.parentSpanID == FictionalRun.context.spanID && span.isParentRemote == false)
  }

  @Test(
    "Another system's decision not to record holds, unless that is not asked for",
    arguments: [true, false])
  func unsampled(isParentBased: Bool) {
    var options = ProcessSpanOptions()
    options.isParentBased = isParentBased
    var run = FictionalRun(options: options)
    run.fork(1)
    run.exec(1, "/bin/sh", environment: ["TRACEPARENT=\(Self.remote.dropLast(2))00"])
    run.exit(1, at: 1)
    #expect(run.end(at: 1).isEmpty == isParentBased)
  }

  @Test("Where another context comes once spans were made, only the process moves")
  func late() {
    var run = FictionalRun()
    run.fork(1)
    run.fork(2, from: 1)
    run.exit(2, at: 1)
    #expect(run.exec(1, "/bin/sh", environment: ["TRACEPARENT=\(Self.other)"]) == nil)
    run.exit(1, at: 2)
    let spans = run.end(at: 2)
    #expect(spans.map { "\($0.traceID)".hasPrefix("4bf9") } == [false, true, false])
  }
}
