import CSondeWire
import Events
import Foundation
import GRDB
import Testing

@testable import Processes
@testable import Store

@Suite("Rows of processes")
struct WriterProcessTests {
  private let database: WriterDatabase
  private let writer: RecordWriter

  init() throws {
    database = try WriterDatabase()
    writer = try database.writer()
  }

  @Test("A living process has what is known at its beginning, and no end")
  func living() throws {
    try writer.batch { try $0.write(Self.row) }
    try database.expect("SELECT * FROM processes", is: Self.livingColumns)
  }

  @Test("A process that exited has every number of its exit")
  func ended() throws {
    var row = Self.row
    row.end = ProcessRow.End(
      time: 3_500_000_999, cpu: CPUTime(runtime: 900_000_000, userTicks: 2, systemTicks: 1),
      record: Self.exit)
    try writer.batch { try $0.write(row) }
    try database.expect(
      "SELECT * FROM processes",
      is: Self.livingColumns.merging([
        "ended_at": "2023-11-14T22:13:23.500000Z", "duration_s": 2.266544321, "exit_code": 3,
        "core_dumped": 0, "killed_by_pid": 77, "killed_by_comm": "reaper",
        "cpu_user_s": 0.6, "cpu_system_s": 0.3, "peak_rss_bytes": 4_096,
        "peak_rss_source": "exact", "minor_faults": 106, "major_faults": 107,
        "voluntary_switches": 104, "involuntary_switches": 105, "rchar": 108, "wchar": 109,
        "syscr": 110, "syscw": 111, "read_bytes": 112, "write_bytes": 113,
        "cancelled_write_bytes": 114, "max_threads": 9,
      ]) { $1 })
    #expect(try database.values("SELECT signal_code FROM process") == [(-6).databaseValue])
  }

  @Test("What was written of a process before is replaced")
  func replaced() throws {
    try writer.batch { try $0.write(Self.row) }
    var row = Self.row
    row.execs = 3
    row.comm = comm("ld")
    row.isOOMKilled = true
    try writer.batch { try $0.write(row) }
    let columns =
      ["execs": 3, "comm": "ld", "oom_killed": 1] as [String: any DatabaseValueConvertible]
    try database.expect(
      "SELECT * FROM processes", is: Self.livingColumns.merging(columns) { $1 })
  }

  @Test("The columns of a living process after an ended one are empty")
  func nothingLeft() throws {
    var ended = Self.row
    ended.end = ProcessRow.End(
      time: 3_000_000_000, cpu: CPUTime(runtime: 1, userTicks: 0, systemTicks: 0),
      record: Self.exit)
    ended.id = 12
    try writer.batch {
      try $0.write(ended)
      try $0.write(Self.row)
    }
    try database.expect(
      "SELECT * FROM processes WHERE process_id = 11", is: Self.livingColumns)
  }

  @Test(
    "A status is told apart into code, signal and core",
    arguments: [
      (0x0000, 0, nil, nil, 0), (0x0100, 1, nil, nil, 0), (0xff00, 255, nil, nil, 0),
      (0x0009, nil, 9, "SIGKILL", 0), (0x000f, nil, 15, "SIGTERM", 0),
      (0x008b, nil, 11, "SIGSEGV", 1), (0x0086, nil, 6, "SIGABRT", 1),
      (0x0001, nil, 1, "SIGHUP", 0), (0x001f, nil, 31, "SIGSYS", 0),
      (0x0022, nil, 34, "SIGRTMIN", 0), (0x0040, nil, 64, "SIGRTMIN+30", 0),
      (0x0020, nil, 32, nil, 0),
    ] as [(UInt32, Int?, Int?, String?, Int)])
  func status(status: UInt32, code: Int?, signal: Int?, name: String?, core: Int) throws {
    try writeEnded { $0.status = status }
    try database.expect(
      "SELECT exit_code, signal, signal_name, core_dumped FROM processes",
      is: ["exit_code": code, "signal": signal, "signal_name": name, "core_dumped": core])
  }

  @Test(
    "A peak without a source is no number",
    arguments: [(0, nil, "missing"), (1, 4_096, "exact"), (2, 4_096, "bound"), (3, 4_096, nil)]
      as [(UInt32, Int?, String?)])
  func peak(source: UInt32, bytes: Int?, name: String?) throws {
    try writeEnded { $0.peak_rss_source = source }
    try database.expect(
      "SELECT peak_rss_bytes, peak_rss_source FROM processes",
      is: ["peak_rss_bytes": bytes, "peak_rss_source": name])
  }

  @Test("A sender is named when it was seen and was a process", arguments: [0, 1], [0, 77])
  func sender(wasSeen: UInt32, pid: UInt32) throws {
    try writeEnded {
      $0.has_sender = wasSeen
      $0.killer_pid = pid
    }
    let isNamed = wasSeen == 1 && pid != 0
    try database.expect(
      "SELECT killed_by_pid, killed_by_comm FROM processes",
      is: ["killed_by_pid": isNamed ? 77 : nil, "killed_by_comm": isNamed ? "reaper" : nil])
    #expect(
      try database.values("SELECT signal_code FROM process")
        == [wasSeen == 1 ? (-6).databaseValue : .null])
  }

  @Test(
    "A name that is not UTF-8 keeps its bytes",
    arguments: [
      [0x61, 0xff], [0xc3], [0x80], Array(repeating: 0xfe, count: 15),
    ] as [[UInt8]])
  func strangeName(bytes: [UInt8]) throws {
    var row = Self.row
    row.comm = comm(bytes)
    try writer.batch { try $0.write(row) }
    #expect(try database.values("SELECT comm FROM processes") == [Data(bytes).databaseValue])
    #expect(
      try database.values("SELECT typeof(comm) FROM processes") == ["blob".databaseValue])
  }

  @Test("A name of all sixteen bytes is kept whole, an empty one is empty text")
  func names() throws {
    for (id, name) in [(1, "0123456789abcdef"), (2, ""), (3, "ü 日")] as [(Int64, String)] {
      var row = Self.row
      row.id = id
      row.comm = comm(name)
      try writer.batch { try $0.write(row) }
      #expect(
        try database.values("SELECT comm FROM processes WHERE process_id = \(id)")
          == [name.databaseValue])
    }
  }

  @Test("Execution, user, control group and run are found for a process")
  func joined() throws {
    let runID = try writer.batch { writer in
      let run = try Array("make\0".utf8).withUnsafeBytes {
        try writer.beginRun(name: nil, pipeline: "night", command: $0, time: 0)
      }
      try writer.writeUser(1_000, name: "alice")
      try writeControlGroup(55, Array("job.scope\0user.slice\0".utf8), to: writer)
      try WriterExecution(flags: .SONDE_EXEC_SCRIPT, requested: Array("./run.sh".utf8))
        .write(to: writer, as: ExecutionPlace(id: 101, processID: 11, runID: run, sequence: 1))
      var row = Self.row
      row.runID = run
      row.executionID = 101
      try writer.write(row)
      return run
    }
    try database.expect(
      """
      SELECT run_id, user, cgroup, container_id, pipeline, executable, script, command, cwd
      FROM processes
      """,
      is: [
        "run_id": runID, "user": "alice", "cgroup": "/user.slice/job.scope", "container_id": nil,
        "pipeline": "night", "executable": "/usr/bin/cc", "script": "/srv/data/run.sh",
        "command": #"["cc","-c"]"#, "cwd": "/srv/data",
      ])
  }

  @Test("A row outside of a batch is refused")
  func outside() throws {
    let writer = try RecordWriter(path: database.path)
    #expect(throws: StoreError.self) { try writer.write(Self.row) }
  }

  private func writeEnded(_ change: (inout sonde_exit) -> Void) throws {
    var row = Self.row
    var record = Self.exit
    change(&record)
    row.end = ProcessRow.End(
      time: 3_000_000_000, cpu: CPUTime(runtime: 0, userTicks: 0, systemTicks: 0), record: record)
    try writer.batch { try $0.write(row) }
  }

  // MARK: A process

  private static var row: ProcessRow {
    var row = ProcessRow()
    row.id = 11
    row.runID = 7
    row.parentID = 10
    row.executionID = 101
    row.pid = 4_000_000_000
    row.ppid = 43
    row.uid = 1_000
    row.gid = 1_001
    row.comm = comm("cc")
    row.execs = 2
    row.isSeeded = true
    row.cgroupID = 55
    row.started = 1_233_456_678
    return row
  }

  private static var livingColumns: [String: (any DatabaseValueConvertible)?] {
    [
      "process_id": 11, "run_id": 7, "parent_id": 10, "pid": 4_000_000_000, "ppid": 43,
      "comm": "cc", "executable": nil, "command": nil, "execs": 2, "cwd": nil, "uid": 1_000,
      "user": nil, "pipeline": nil, "cgroup": nil, "container_id": nil,
      "started_at": "2023-11-14T22:13:21.233456Z", "ended_at": nil, "duration_s": nil,
      "exit_code": nil, "signal": nil, "signal_name": nil, "core_dumped": nil, "oom_killed": 0,
      "killed_by_pid": nil, "killed_by_comm": nil, "cpu_user_s": nil, "cpu_system_s": nil,
      "peak_rss_bytes": nil, "peak_rss_source": nil, "minor_faults": nil, "major_faults": nil,
      "voluntary_switches": nil, "involuntary_switches": nil, "rchar": nil, "wchar": nil,
      "syscr": nil, "syscw": nil, "read_bytes": nil, "write_bytes": nil, "max_threads": nil,
      "cancelled_write_bytes": nil, "gid": 1_001, "seeded": 1, "script": nil, "tool": nil,
      "container_key": nil, "container": nil, "container_engine": nil,
    ]
  }

  private static var exit: sonde_exit {
    var record = sonde_exit()
    record.status = 0x0300
    record.peak_rss = 4_096
    record.peak_rss_source = sonde_source.SONDE_SOURCE_EXACT.rawValue
    record.max_threads = 9
    record.killer_pid = 77
    record.killer_comm = comm("reaper")
    record.signal_code = -6
    record.has_sender = 1
    record.totals = sonde_totals(
      runtime: 101, user_time: 102, system_time: 103, voluntary_switches: 104,
      involuntary_switches: 105, minor_faults: 106, major_faults: 107, rchar: 108, wchar: 109,
      syscr: 110, syscw: 111, read_bytes: 112, write_bytes: 113, cancelled_write_bytes: 114)
    return record
  }
}
