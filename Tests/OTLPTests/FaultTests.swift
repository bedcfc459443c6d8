import Testing

@testable import OTLP

/// What goes wrong between us and a collector, and what becomes of the spans then.
@Suite("Faults")
struct FaultTests {
  private let simulation = Simulation()
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(
    "What was made while the collector was down is delivered once, in order",
    arguments: [true, false], [0, 3])
  func down(hasSpool: Bool, firstFailure: Int) async throws {
    let collector = ScriptedTransport(clock: simulation.clock) {
      (firstFailure..<firstFailure + 9).contains($0) ? .fail(.unavailable) : .accept
    }
    let process = try process(collector, hasSpool: hasSpool)
    let names = (0..<1500).map { "span \($0)" }
    for start in stride(from: 0, to: 1500, by: 100) {
      process.offer(Array(names[start..<start + 100]))
      await simulation.pass(.seconds(6))
    }
    await process.settle()
    #expect(collector.accepted == names)
    #expect(process.spans.exported == 1500)
    #expect(process.spans.dropped == [:])
    #expect(process.notices.count(of: "cannot be delivered: UNAVAILABLE") == 1)
    #expect(process.notices.count(of: hasSpool ? directory.path : "wait in memory") == 1)
    #expect(process.notices.count(of: "delivered again") == 1)
    await process.shutdown()
    #expect(directory.files == [])
  }

  @Test("Tries get rarer, and are one at a time until one succeeds", arguments: [1.0, 0.5])
  func backOff(random: Double) async throws {
    var options = PipelineOptions()
    options.concurrency = 4
    options.spans.maxExportBatchSize = 10
    let collector = ScriptedTransport(clock: simulation.clock) {
      $0 < 12 ? .failLate(.seconds(1), .unavailable) : .delay(.seconds(1))
    }
    let process = try process(collector, options: options, random: random)
    process.offer((0..<100).map { "\($0)" })
    await process.settle()
    let times = collector.attempts.map(\.time)
    // The first four go out together and fail as one.
    #expect(times.prefix(4) == [.zero, .zero, .zero, .zero])
    let waits = zip(times.dropFirst(3), times.dropFirst(4)).map { $1 - $0 - .seconds(1) }
    #expect(
      Array(waits.prefix(9)) == [1, 2, 4, 8, 16, 30, 30, 30, 30].map { .seconds($0) * random })
    // Then one; with each that is taken one more may be under way, up to four.
    let later = times.dropFirst(12).map { $0 - times[12] }
    #expect(later == [0, 1, 1, 2, 2, 2, 2, 3, 3, 3].map { .seconds($0) })
    #expect(collector.mostUnderWay == 4)
    #expect(process.spans.exported == 100)
  }

  @Test("A collector that is exhausted is left alone as long as it asks; the batch is not lost")
  func retryAfter() async throws {
    let exhausted = TransportFailure(
      isRetryable: true, retryAfter: .seconds(7), code: "RESOURCE_EXHAUSTED", message: "busy")
    let collector = ScriptedTransport(clock: simulation.clock) {
      $0 < 3 ? .fail(exhausted) : .accept
    }
    let process = try process(collector, random: 0)
    process.offer(["a"])
    await process.settle()
    #expect(collector.attempts.map(\.time) == [5, 12, 19, 26].map { .seconds($0) })
    #expect(process.spans.exported == 1)
    #expect(process.spans.operations[.success]?.count == 1)
  }

  @Test("A wait longer than the export's time ends the export, not the batch")
  func longRetryAfter() async throws {
    let unavailable = TransportFailure(
      isRetryable: true, retryAfter: .seconds(120), code: "503", message: "back in two minutes")
    let collector = ScriptedTransport(clock: simulation.clock) {
      $0 == 0 ? .fail(unavailable) : .accept
    }
    let process = try process(collector, random: 1)
    process.offer(["a"])
    await process.settle()
    let times = collector.attempts.map(\.time)
    // Some jitter beyond what was asked for: others were told the same.
    #expect(times == [.seconds(5), .milliseconds(125_250)])
    #expect(process.spans.operations[.failure(code: "503")]?.count == 1)
    #expect(process.spans.operations[.success]?.count == 1)
    #expect(process.spans.lastError?.text == "503: back in two minutes")
  }

  @Test("A wait of years is not waited")
  func absurdRetryAfter() async throws {
    let failure = TransportFailure(
      isRetryable: true, retryAfter: .seconds(1 << 40), code: "429", message: "")
    let collector = ScriptedTransport(clock: simulation.clock) {
      $0 == 0 ? .fail(failure) : .accept
    }
    let process = try process(collector, random: 0)
    process.offer(["a"])
    await process.settle()
    #expect(collector.attempts.map(\.time) == [.seconds(5), .seconds(3605)])
  }

  @Test("What is refused is counted and not sent again; what comes after is sent")
  func refused() async throws {
    let refusal = TransportFailure(
      isRetryable: false, code: "RESOURCE_EXHAUSTED", message: "over quota")
    let collector = ScriptedTransport(clock: simulation.clock) {
      $0 == 1 ? .fail(refusal) : .accept
    }
    let process = try process(collector)
    for names in [["a", "b"], ["c", "d", "e"], ["f"]] {
      process.offer(names)
      await process.settle()
    }
    #expect(collector.accepted == ["a", "b", "f"])
    #expect(collector.attempts.count == 3)
    #expect(process.spans.dropped == [.refused: 3])
    #expect(process.spans.operations[.failure(code: "RESOURCE_EXHAUSTED")]?.count == 1)
    #expect(process.spans.isFailing == false)
    #expect(process.notices.texts.count == 1)
    #expect(process.notices.count(of: "refused 3 spans, which are lost: ") == 1)
    #expect(directory.files.filter { $0.hasSuffix(".batch") } == [])
  }

  @Test("What was rejected is counted and not sent again, and why is said once")
  func partialSuccess() async throws {
    let answers: [ScriptedTransport.Answer] = [
      .reject(2, "no names"), .reject(1, "no names"), .reject(0, "old"), .reject(1, ""),
      .reject(99, "no names"), .reject(-5, "odd"), .accept,
    ]
    let collector = ScriptedTransport(clock: simulation.clock) { answers[$0] }
    let process = try process(collector)
    for number in 0..<7 {
      process.offer((0..<10).map { "\(number) \($0)" })
      await process.settle()
    }
    #expect(collector.attempts.count == 7)
    #expect(process.spans.exported == 56)
    #expect(process.spans.dropped == [.rejected: 2 + 1 + 1 + 10])
    #expect(process.spans.operations[.partialSuccess]?.count == 6)
    #expect(process.spans.operations[.success]?.count == 1)
    #expect(
      process.notices.texts == [
        "the collector rejected spans: no names",
        "the collector took spans and warns: old",
        "the collector rejected 1 spans and does not say why",
        "the collector took spans and warns: odd",
      ])
  }

  @Test("A collector that is too slow is asked again, with what is left of the export's time")
  func slow() async throws {
    let collector = ScriptedTransport(clock: simulation.clock) { $0 < 5 ? .hang : .accept }
    let process = try process(collector, random: 0)
    process.offer(["a"])
    await process.settle()
    let attempts = collector.attempts
    #expect(attempts.allSatisfy { $0.timeout == .seconds(10) })
    #expect(attempts.map(\.time) == [5, 15, 25, 35, 45, 55].map { .seconds($0) })
    #expect(process.spans.operations[.failure(code: "DEADLINE_EXCEEDED")]?.count == 1)
    #expect(process.spans.operations[.failure(code: "DEADLINE_EXCEEDED")]?.sum == 30)
    #expect(collector.accepted == ["a"])
  }

  @Test("A request is never larger than the limit; what is too large by itself is counted")
  func oversized() async throws {
    var options = PipelineOptions()
    options.requestLimit = 4000
    let collector = ScriptedTransport(clock: simulation.clock)
    let process = try process(collector, options: options)
    let names = (0..<200).map { "span \($0)" }
    process.offer(names + [String(repeating: "x", count: 5000)])
    await process.settle()
    #expect(collector.accepted == names)
    #expect(collector.attempts.allSatisfy { $0.size <= 4000 })
    #expect(process.spans.dropped == [.tooLarge: 1])
  }

  @Test("What comes too fast is counted; the newest is dropped")
  func overflow() async throws {
    let collector = ScriptedTransport(clock: simulation.clock)
    let process = try process(collector)
    let names = (0..<5000).map { "span \($0)" }
    process.offer(Array(names[..<2000]))
    process.offer(Array(names[2000...]))
    #expect(process.spans.queued == 2048)
    #expect(process.spans.dropped == [.queueFull: 2952])
    await process.settle()
    #expect(collector.accepted == Array(names[..<2048]))
    #expect(process.notices.count(of: "2952 spans came faster than they could be taken") == 1)
  }

  @Test("Without a spool an outage is bridged as far as there is memory; the oldest is dropped")
  func outage() async throws {
    var options = PipelineOptions()
    options.spans.maxExportBatchSize = 500
    let collector = ScriptedTransport(clock: simulation.clock) {
      $0 < 20 ? .fail(.unavailable) : .accept
    }
    let process = try process(collector, hasSpool: false, options: options)
    let names = (0..<10_000).map { "span \($0)" }
    for start in stride(from: 0, to: 10_000, by: 500) {
      process.offer(Array(names[start..<start + 500]))
      await simulation.pass(.seconds(10))
    }
    await process.settle()
    let dropped = Int(process.spans.dropped[.outage] ?? 0)
    #expect(dropped > 0)
    #expect(process.spans.dropped.count == 1)
    // What arrived are the batches that were tried meanwhile, and the newest 2048 at the most.
    #expect(collector.accepted.count == 10_000 - dropped)
    #expect(Set(collector.accepted).count == collector.accepted.count)
    #expect(collector.accepted.suffix(500) == names.suffix(500))
    #expect(collector.accepted == names.filter(Set(collector.accepted).contains))
  }

  @Test("A spool that is full drops the oldest of the signal that takes most, and counts")
  func fullSpool() async throws {
    let spans = ScriptedTransport(clock: simulation.clock) {
      $0 < 12 ? .fail(.unavailable) : .accept
    }
    let logs = ScriptedTransport(clock: simulation.clock) {
      $0 < 12 ? .fail(.unavailable) : .accept
    }
    let process = try SimulatedProcess(
      spool: SpoolOptions(directory: directory.path, limit: 20 * 4096), simulation: simulation,
      transports: [.traces: spans, .logs: logs])
    process.offer(logs: ["log"])
    for number in 0..<40 {
      process.offer(["span \(number)"])
      await simulation.pass(.seconds(6))
      #expect(process.pipeline.statistics.spool?.bytes ?? .max <= 20 * 4096)
    }
    await process.settle()
    #expect(logs.accepted == ["log"])
    let dropped = Int(process.spans.dropped[.spoolFull] ?? 0)
    #expect(dropped > 0)
    #expect(process.spans.dropped.count == 1)
    #expect(spans.accepted.count == 40 - dropped)
    #expect(spans.accepted.suffix(15) == (25..<40).map { "span \($0)" })
    #expect(process.notices.count(of: "the spool is full") >= 1)
  }

  // MARK: Helpers

  private func process(
    _ collector: ScriptedTransport, hasSpool: Bool = true,
    options: PipelineOptions = PipelineOptions(), random: Double = 1
  ) throws -> SimulatedProcess {
    try SimulatedProcess(
      options: options, spool: hasSpool ? SpoolOptions(directory: directory.path) : nil,
      simulation: simulation, transports: [.traces: collector], random: { random })
  }
}

extension TransportFailure {
  static let unavailable = TransportFailure(
    isRetryable: true, code: "UNAVAILABLE", message: "connection refused")
}
