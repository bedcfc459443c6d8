import Events
import GRDB
import Testing

@testable import Processes
@testable import Store

@Suite("Sessions")
struct WriterSessionTests {
  private let database: WriterDatabase

  init() throws {
    database = try WriterDatabase()
  }

  @Test("A session is stored with what is known of it")
  func session() throws {
    let writer = try database.writer()
    try writer.batch { try $0.endSession(at: WriterDatabase.boot + 5) }
    try database.expect(
      "SELECT * FROM session",
      is: [
        "id": 1, "host": "north", "boot_id": "boot", "kernel": "6.1.0", "version": "1.2.3",
        "pid": 42, "pid_start_ns": 4_200, "started_ns": WriterDatabase.boot,
        "ended_ns": WriterDatabase.boot + 5,
      ])
    #expect(try writer.unclosedSessions().isEmpty)
  }

  @Test("The first session's ids begin at 1, and no session reaches into another's")
  func ids() throws {
    let bases = try (0..<5).map { _ in try database.writer().idBase }
    #expect(bases == (0..<5).map { Int64($0) << 32 })
  }

  @Test("An id is not used again, even when its session was removed")
  func removed() throws {
    let first = try database.writer()
    try database.execute("DELETE FROM session WHERE id = \(first.sessionID)")
    #expect(try database.writer().sessionID == 2)
  }

  @Test("Two writers on one file store their rows beside each other")
  func twoWriters() async throws {
    let path = database.path
    _ = try RecordWriter(path: path)
    try await withThrowingTaskGroup(of: Void.self) { group in
      for number in 0..<2 {
        let writer = try Writer(database.writer(host: "host-\(number)"))
        group.addTask { try writer.writeRows(batches: 40, rows: 50) }
      }
      try await group.waitForAll()
    }
    let counts = try database.lines(
      """
      SELECT s.host, '' || count(*), '' || (min(p.id) - 1), '' || max(p.id) FROM process p
      JOIN session s ON s.id = p.id / 4294967296 + 1 GROUP BY s.host ORDER BY s.host
      """)
    #expect(counts == ["host-0|2000|0|2000", "host-1|2000|4294967296|4294969296"])
  }

  @Test("What a dead session left is marked, with the time of the last that is known")
  func interrupted() throws {
    let dead = try database.writer()
    let runs = try dead.batch { writer in
      let runs = try ["ended", "processes", "samples", "nothing"].map { name in
        try Array(name.utf8).withUnsafeBytes {
          try writer.beginRun(name: name, pipeline: nil, command: $0, time: 1_000)
        }
      }
      try writer.endRun(
        RunEnd(
          runID: runs[0], time: 2_000, status: 0, processes: 1, executions: 1, isComplete: true,
          isInterrupted: false, tracingCPU: 0, tracingPeakRSS: 0))
      try writer.write(Self.process(1, run: runs[1], started: 3_000))
      try writer.write(Self.process(2, run: runs[1], started: 4_000))
      try writer.write(Self.process(3, run: runs[2], started: 5_000))
      try writer.write(
        SampleRow(
          processID: 3, time: 9_000, cpuPercent: nil, rss: 0, readBytes: 0, writeBytes: 0,
          threads: 1))
      return runs
    }
    let writer = try database.writer()
    let unclosed = try writer.unclosedSessions()
    #expect(unclosed.map(\.id) == [1, 2])
    #expect(unclosed.map(\.bootID) == ["boot", "boot"])
    #expect(unclosed.map(\.pid) == [42, 42])
    #expect(unclosed.map(\.pidStart) == [4_200, 4_200])
    let session = try #require(unclosed.first)
    #expect(try writer.markInterrupted(session) == 3)
    #expect(try writer.markInterrupted(session) == 0)
    #expect(runs == [1, 2, 3, 4])
    #expect(try column("interrupted") == [0, 1, 1, 1])
    #expect(try column("complete") == [1, 0, 0, 0])
    let ends = try column("ended_ns - \(WriterDatabase.boot)")
    #expect([ends[0], ends[1], ends[3]] == [2_000, 4_000, 1_000])
    #expect(ends[2] == 9_000)
    #expect(try writer.unclosedSessions().map(\.id) == [2])
  }

  @Test("A session without runs is closed where it began")
  func interruptedEmpty() throws {
    _ = try database.writer()
    let writer = try RecordWriter(path: database.path)
    let session = try #require(try writer.unclosedSessions().first)
    #expect(try writer.markInterrupted(session) == 0)
    #expect(
      try database.values("SELECT ended_ns FROM session") == [WriterDatabase.boot.databaseValue])
  }

  private func column(_ expression: String) throws -> [Int64?] {
    try database.values("SELECT \(expression) FROM run ORDER BY id").map {
      Int64.fromDatabaseValue($0)
    }
  }

  private static func process(_ id: Int64, run: Int64, started: UInt64) -> ProcessRow {
    var row = ProcessRow()
    row.id = id
    row.runID = run
    row.started = started
    return row
  }
}

/// A writer that goes to one task, and to no other.
private final class Writer: @unchecked Sendable {
  private let writer: RecordWriter

  init(_ writer: RecordWriter) throws {
    self.writer = writer
  }

  func writeRows(batches: Int, rows: Int) throws {
    var id = writer.idBase
    for _ in 0..<batches {
      try writer.batch { writer in
        for _ in 0..<rows {
          id += 1
          var row = ProcessRow()
          row.id = id
          try writer.write(row)
        }
      }
    }
  }
}
