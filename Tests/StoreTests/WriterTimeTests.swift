import CSondeWire
import GRDB
import Testing

@testable import Processes
@testable import Store

@Suite("Rows of times")
struct WriterTimeTests {
  private let database: WriterDatabase
  private let writer: RecordWriter

  init() throws {
    database = try WriterDatabase()
    writer = try database.writer()
  }

  @Test("A process that ended has each part of its time in its column, in seconds")
  func ended() throws {
    try write()
    try database.expect(
      "SELECT * FROM process_times",
      is: [
        "process_id": 11, "run_id": 7, "threads_s": 2.047, "on_cpu_s": 0.001,
        "runnable_s": 0.002, "throttled_s": 0.004, "block_io_s": 0.008, "fault_s": 0.016,
        "child_s": 0.032, "pipe_s": 0.064, "network_s": 0.128, "lock_s": 0.256,
        "sleep_s": 0.512, "other_s": 1.024,
      ])
  }

  @Test("Throttling that is not told from waiting is no number")
  func throttling() throws {
    try write(flags: .SONDE_EXIT_THROTTLED_MISSING)
    try database.expect(
      "SELECT throttled_s, runnable_s FROM process_times",
      is: ["throttled_s": nil, "runnable_s": 0.002])
  }

  @Test("There is no row of a process whose time is not known, or that lives")
  func missing() throws {
    try write(flags: .SONDE_EXIT_TIMES_MISSING)
    try write { $0.times = sonde_times() }
    var row = ProcessRow()
    row.id = 12
    try writer.batch { try $0.write(row) }
    #expect(try database.values("SELECT count(*) FROM process_times") == [0.databaseValue])
  }

  private func write(
    flags: sonde_exit_flags = [], _ change: (inout sonde_exit) -> Void = { _ in }
  ) throws {
    var record = sonde_exit()
    record.header.flags = UInt16(flags.rawValue)
    withUnsafeMutableBytes(of: &record.times) { bytes in
      let parts = bytes.bindMemory(to: UInt64.self)
      for part in parts.indices { parts[part] = 1_000_000 << UInt64(part) }
    }
    change(&record)
    var row = ProcessRow()
    (row.id, row.runID) = (11, 7)
    row.end = ProcessRow.End(
      time: 3_000_000_000, cpu: CPUTime(runtime: 0, userTicks: 0, systemTicks: 0), record: record)
    try writer.batch { try $0.write(row) }
  }
}
