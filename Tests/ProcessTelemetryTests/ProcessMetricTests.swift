import CSondeWire
import Foundation
import OTLP
import SeededRandom
import Testing

@testable import ProcessTelemetry
@testable import Processes

@Suite("Processes as metrics")
struct ProcessMetricTests {
  @Test("Sums are by pipeline and program, and cumulative")
  func sums() throws {
    var metrics = ProcessMetrics(start: 5)
    metrics.begin(runID: 1, pipeline: "day")
    metrics.begin(runID: 2, pipeline: "night")
    name(10, "bwa", &metrics)
    name(11, "ls", &metrics)
    for (run, tool, status) in [(1, 10, 0), (1, 10, 0x100), (2, 10, 9), (2, 11, 0)] {
      metrics.begin(processOfRun: Int64(run))
      metrics.end(Self.row(run: Int64(run), tool: Int64(tool), status: UInt32(status)))
    }
    let points = Self.numbers(metrics.records(at: 9))
    #expect(points["process.cpu.time day bwa user"] == 0.006)
    #expect(points["process.cpu.time night ls system"] == 0.002)
    #expect(points["process.disk.io day bwa read"] == 2000)
    #expect(points["sonde.process.ended day bwa success"] == 1)
    #expect(points["sonde.process.ended day bwa failure"] == 1)
    #expect(points["sonde.process.ended night bwa signal"] == 1)
    #expect(points["sonde.process.peak_rss day bwa"] == 4096)
    #expect(points["sonde.process.started day"] == 2)
    #expect(points["cicd.pipeline.run.active night executing"] == 1)
  }

  @Test("How long things took goes into the bucket whose bound is not below it, with an example")
  func durations() throws {
    var metrics = ProcessMetrics(start: 0)
    metrics.begin(runID: 1, pipeline: "day")
    for duration in [4_999_999, 5_000_000, 5_000_001, 20_000_000_000_000] as [UInt64] {
      metrics.end(
        Self.row(run: 1, tool: 1, duration: duration), span: FictionalRun.context, time: 7)
    }
    let record = try #require(
      metrics.records(at: 9).first { $0.name == "sonde.process.duration" })
    guard case .histogram(let points, .cumulative) = record.data, let point = points.first else {
      Issue.record("no histogram")
      return
    }
    #expect(point.buckets.prefix(2) == [2, 1] && point.buckets.last == 1 && point.count == 4)
    #expect(abs(point.sum - 20_000.015) < 1e-9 && point.min == 0.004999999 && point.max == 20_000)
    #expect(point.exemplars.first?.context?.spanID == FictionalRun.context.spanID)
    #expect(point.exemplars.first?.value == .double(20_000))
  }

  @Test("A run counts while it lasts, then by its result")
  func runs() {
    var metrics = ProcessMetrics(start: 0)
    metrics.begin(runID: 1, pipeline: "day")
    metrics.begin(runID: 2, pipeline: "day")
    let closing = RunClosing(
      id: 1, end: 9, status: 0x300, processes: 1, executions: 1, isComplete: true,
      isInterrupted: false)
    metrics.end(runID: 1, RunOutcome(closing), duration: 2_000_000_000, span: nil, time: 9)
    let points = Self.numbers(metrics.records(at: 9))
    #expect(points["cicd.pipeline.run.active day executing"] == 1)
    #expect(points["cicd.pipeline.run.errors day 3"] == 1)
  }

  @Test("Programs beyond the limit share a series, and are counted")
  func overflow() throws {
    var metrics = ProcessMetrics(start: 0)
    metrics.begin(runID: 1, pipeline: "day")
    for tool in 0..<(ProcessMetrics.limit + 5) {
      metrics.end(Self.row(run: 1, tool: Int64(tool)))
    }
    #expect(metrics.overflowed == 5)
    let record = try #require(metrics.records(at: 9).first { $0.name == "sonde.process.peak_rss" })
    guard case .gauge(let points) = record.data else { return }
    #expect(points.count == ProcessMetrics.limit + 1)
    #expect(points.last?.attributes == [Attribute("otel.metric.overflow", true)])
  }

  @Test("Living processes are counted anew each time")
  func living() {
    var metrics = ProcessMetrics(start: 0)
    metrics.begin(runID: 1, pipeline: "day")
    name(1, "bwa", &metrics)
    for rss in [100, 50] as [UInt64] {
      metrics.beginLiving()
      metrics.add(living: Self.row(run: 1, tool: 1), rss: rss)
    }
    var points = Self.numbers(metrics.records(at: 9))
    #expect(points["process.memory.usage day bwa"] == 50)
    #expect(points["sonde.process.running day bwa"] == 1)
    metrics.beginLiving()
    points = Self.numbers(metrics.records(at: 9))
    #expect(points["sonde.process.running day bwa"] == 0)
  }

  @Test("Times are written as ISO 8601", arguments: 0..<200)
  func times(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let seconds = UInt64.random(in: 0...253_402_300_799 / 60, using: &random)
    let date = Date(timeIntervalSince1970: Double(seconds))
    let expected = date.ISO8601Format().dropLast() + ".000000042Z"
    #expect(UTCTime.text(seconds * 1_000_000_000 + 42) == String(expected))
  }

  // MARK: Rows

  private func name(_ id: Int64, _ name: String, _ metrics: inout ProcessMetrics) {
    Array(name.utf8).withUnsafeBytes { metrics.name(tool: id, $0) }
  }

  private static func row(
    run: Int64, tool: Int64, status: UInt32 = 0, duration: UInt64 = 1
  ) -> ProcessRow {
    var row = ProcessRow()
    row.runID = run
    row.toolID = tool
    var record = sonde_exit()
    record.status = status
    record.peak_rss = 4096
    record.totals.read_bytes = 1000
    row.end = ProcessRow.End(
      time: duration, cpu: CPUTime(runtime: 5_000_000, userTicks: 3, systemTicks: 2),
      record: record)
    return row
  }

  /// Each number by its metric's name and the values of its attributes.
  private static func numbers(_ records: [MetricRecord]) -> [String: Double] {
    var numbers: [String: Double] = [:]
    for record in records {
      let points: [MetricRecord.NumberPoint] =
        switch record.data {
        case .gauge(let points): points
        case .sum(let points, _, _): points
        case .histogram: []
        }
      for point in points {
        let words = point.attributes.map { attribute in
          if case .string(let text) = attribute.value { text } else { "\(attribute.value)" }
        }
        let value: Double =
          switch point.value {
          case .int(let value): Double(value)
          case .double(let value): value
          }
        numbers[([record.name] + words).joined(separator: " ")] = value
      }
    }
    return numbers
  }
}
