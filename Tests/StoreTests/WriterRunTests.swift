import Events
import GRDB
import Testing

@testable import Processes
@testable import Store

@Suite("Rows of runs")
struct WriterRunTests {
  private let database: WriterDatabase
  private let writer: RecordWriter

  init() throws {
    database = try WriterDatabase()
    writer = try database.writer()
  }

  @Test("A run that goes on counts what has been stored of it")
  func running() throws {
    let id = try begin("make\0-j\0two words\0", name: "nightly", pipeline: "build")
    try writer.batch { writer in
      for process in 1...3 as ClosedRange<Int64> {
        var row = ProcessRow()
        row.id = process
        row.runID = process == 3 ? id + 1 : id
        row.execs = 2
        try writer.write(row)
      }
    }
    try database.expect("SELECT * FROM runs", is: Self.columns(id: id))
  }

  @Test("A run that ended has its numbers and what tracing it took")
  func ended() throws {
    let id = try begin("make\0-j\0two words\0", name: "nightly", pipeline: "build")
    try writer.batch {
      try $0.endRun(
        RunEnd(
          runID: id, time: 3_000_000_000, status: 0x0200, processes: 17, executions: 19,
          isComplete: true, isInterrupted: false, tracingCPU: 500_000_000, tracingPeakRSS: 7_777,
          tracingKernelTime: 250_000_000))
    }
    try database.expect(
      "SELECT * FROM runs",
      is: Self.columns(id: id).merging([
        "ended_at": "2023-11-14T22:13:23.000000Z", "exit_code": 2, "processes": 17,
        "executions": 19, "complete": 1, "duration_s": 2.0, "tracing_cpu_s": 0.5,
        "tracing_peak_rss_bytes": 7_777, "tracing_kernel_s": 0.25,
      ]) { $1 })
  }

  @Test(
    "The exit code is the one that a shell would tell",
    arguments: [
      (nil, nil), (0, 0), (0x0100, 1), (0xff00, 255), (9, 137), (15, 143), (0x8b, 139),
    ] as [(UInt32?, Int?)])
  func exitCode(status: UInt32?, code: Int?) throws {
    let id = try begin("true\0")
    try writer.batch {
      try $0.endRun(
        RunEnd(
          runID: id, time: 2, status: status, processes: 0, executions: 0, isComplete: false,
          isInterrupted: true, tracingCPU: 0, tracingPeakRSS: 0))
    }
    try database.expect(
      "SELECT exit_code, complete, interrupted, tracing_kernel_s FROM runs",
      is: ["exit_code": code, "complete": 0, "interrupted": 1, "tracing_kernel_s": nil])
  }

  @Test(
    "The command is a JSON array",
    arguments: [
      ("", "[]"), ("ls\0", #"["ls"]"#), ("a\0\0b\0", #"["a","","b"]"#), ("no end", #"["no end"]"#),
      ("tab\t\"q\" \\\n\u{1}\0", #"["tab\t\"q\" \\\n\u0001"]"#), ("日本\0", #"["日本"]"#),
    ])
  func command(block: String, json: String) throws {
    _ = try begin(block)
    #expect(try database.values("SELECT command FROM runs") == [json.databaseValue])
  }

  @Test("A run that was never named has neither name nor pipeline")
  func nameless() throws {
    _ = try begin("ls\0")
    try database.expect("SELECT name, pipeline FROM runs", is: ["name": nil, "pipeline": nil])
  }

  @Test("Losses are told by time and kind, and summed for their run")
  func losses() throws {
    let id = try begin("ls\0")
    try writer.batch { writer in
      try writer.writeLoss(runID: id, time: 1_000, kind: "exit", count: 3)
      try writer.writeLoss(runID: id, time: 2_000, kind: "fork", count: 5)
      try writer.writeLoss(runID: 0, time: 3_000_000, kind: "skipped", count: .max)
    }
    try database.expect(
      "SELECT * FROM losses WHERE run_id IS NULL",
      is: [
        "run_id": nil, "at": "2023-11-14T22:13:20.003000Z", "kind": "skipped", "count": Int64.max,
      ])
    try database.expect(
      "SELECT * FROM losses WHERE kind = 'fork'",
      is: ["run_id": id, "at": "2023-11-14T22:13:20.000002Z", "kind": "fork", "count": 5])
    #expect(try database.values("SELECT lost_events FROM runs") == [8.databaseValue])
  }

  @Test("A run has the names of its span, which may change")
  func traces() throws {
    var names = RunTraceNames(
      traceID: String(repeating: "a", count: 32), spanID: String(repeating: "b", count: 16),
      parentSpanID: nil)
    let id = try writer.batch { writer in
      try Array("make\0".utf8).withUnsafeBytes {
        try writer.beginRun(name: nil, pipeline: nil, command: $0, time: 0, trace: names)
      }
    }
    let columns = "SELECT trace_id, span_id, ifnull(parent_span_id, '-') FROM runs"
    #expect(try database.lines(columns) == ["\(names.traceID)|\(names.spanID)|-"])
    names.traceID = String(repeating: "c", count: 32)
    names.parentSpanID = String(repeating: "d", count: 16)
    try writer.batch { try $0.write(names, ofRun: id) }
    #expect(
      try database.lines(columns) == ["\(names.traceID)|\(names.spanID)|dddddddddddddddd"])
    #expect(try StoreReader(path: database.path).run(id: id)?.traceID == names.traceID)
  }

  @Test("A user's name is replaced by a newer one")
  func users() throws {
    try writer.batch { writer in
      try writer.writeUser(0, name: "toor")
      try writer.writeUser(0, name: "root")
      try writer.writeUser(4_294_967_294, name: nil)
    }
    let lines = try database.lines("SELECT '' || uid, name FROM user ORDER BY uid")
    #expect(lines == ["0|root", "4294967294|"])
  }

  private func begin(_ block: String, name: String? = nil, pipeline: String? = nil) throws -> Int64
  {
    try writer.batch { writer in
      try Array(block.utf8).withUnsafeBytes {
        try writer.beginRun(name: name, pipeline: pipeline, command: $0, time: 1_000_000_000)
      }
    }
  }

  /// A run that goes on, with two processes and four executions.
  private static func columns(id: Int64) -> [String: (any DatabaseValueConvertible)?] {
    [
      "run_id": id, "name": "nightly", "pipeline": "build",
      "command": #"["make","-j","two words"]"#, "started_at": "2023-11-14T22:13:21.000000Z",
      "ended_at": nil, "exit_code": nil, "processes": 2, "executions": 4, "lost_events": 0,
      "complete": nil, "duration_s": nil, "interrupted": 0, "host": "north", "kernel": "6.1.0",
      "session_id": 1, "tracing_cpu_s": nil, "tracing_peak_rss_bytes": nil,
      "tracing_kernel_s": nil, "trace_id": nil, "span_id": nil, "parent_span_id": nil,
    ]
  }
}
