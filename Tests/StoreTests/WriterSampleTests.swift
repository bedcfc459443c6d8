import Events
import Foundation
import GRDB
import Procfs
import Testing

@testable import Processes
@testable import Store

@Suite("Rows of samples and sums")
struct WriterSampleTests {
  private let database: WriterDatabase
  private let writer: RecordWriter

  init() throws {
    database = try WriterDatabase()
    writer = try database.writer()
  }

  @Test("A sample of a process", arguments: [nil, 0, 12.5, 400] as [Double?])
  func sample(percent: Double?) throws {
    try writer.batch { try $0.write(Self.sample(percent: percent)) }
    try database.expect(
      "SELECT * FROM samples",
      is: [
        "process_id": 11, "at": "2023-11-14T22:13:20.000123Z", "cpu_percent": percent,
        "rss_bytes": 4_096, "read_bytes": 12, "write_bytes": 13, "threads": 4,
      ])
  }

  @Test("A second sample of the same moment is dropped")
  func twice() throws {
    try writer.batch { writer in
      try writer.write(Self.sample(percent: 1))
      try writer.write(Self.sample(percent: 2))
    }
    #expect(try database.values("SELECT cpu_percent FROM samples") == [Double(1).databaseValue])
  }

  @Test("A summary of a process is replaced by a newer one")
  func processSummary() throws {
    for time in [1_000, 2_000] as [UInt64] {
      let summary = ProcessSummary(
        processID: 11, meanCPUPercent: 20.5, peakCPUPercent: 90, peakRSS: 1, readBytes: 2,
        writeBytes: .max, time: time)
      try writer.batch { try $0.write(summary) }
    }
    try database.expect(
      "SELECT * FROM process_summaries",
      is: [
        "process_id": 11, "at": "2023-11-14T22:13:20.000002Z", "cpu_percent_mean": 20.5,
        "cpu_percent_peak": 90.0, "peak_rss_bytes": 1, "read_bytes": 2, "write_bytes": Int64.max,
      ])
  }

  @Test("The sums of a tool, with the mean of its processor use")
  func tool() throws {
    try writer.batch { writer in
      let run = try writer.beginRun(
        name: nil, pipeline: "night", command: UnsafeRawBufferPointer(start: nil, count: 0),
        time: 0)
      try writer.write(Self.tool("cc", run: run))
    }
    try database.expect(
      "SELECT * FROM tool_summaries",
      is: [
        "run_id": 1, "pipeline": "night", "tool": "cc", "processes": 2, "executions": 3,
        "running": 1, "failures": 4, "wall_s": 4.0, "cpu_user_s": 2.0, "cpu_system_s": 1.0,
        "cpu_percent_mean": 75.0, "cpu_percent_peak": 99.5, "peak_rss_bytes": 5, "read_bytes": 6,
        "write_bytes": 7,
      ])
  }

  @Test("A tool that has taken no time has no mean")
  func toolWithoutTime() throws {
    var tool = Self.tool("cc", run: 1)
    tool.wallTime = 0
    try writer.batch { try $0.write(tool) }
    #expect(try database.values("SELECT cpu_percent_mean FROM tool_summaries") == [.null])
  }

  @Test("Tools whose names are not UTF-8 keep their bytes and stay apart")
  func strangeTools() throws {
    for last in [0xfe, 0xff] as [UInt8] {
      try writer.batch { try $0.write(Self.tool([0x61, last], run: 1)) }
    }
    let tools = try database.values("SELECT tool FROM tool_summaries ORDER BY tool")
    let expected = [Data([0x61, 0xfe]).databaseValue, Data([0x61, 0xff]).databaseValue]
    #expect(tools == expected)
  }

  @Test("The host and its file systems")
  func host() throws {
    var host = HostSample()
    host.cpuPercent = 12.5
    (host.load1, host.load5, host.load15) = (0.5, 0.25, 0.125)
    (host.memoryTotal, host.memoryUsed, host.memoryAvailable) = (100, 60, 40)
    host.swapUsed = 3
    let filesystems = [
      FilesystemSample(
        mountPoint: "/", device: "/dev/sda1", type: "ext4", total: 1_000, used: 700,
        available: 250),
      FilesystemSample(
        mountPoint: "/tmp", device: "tmpfs", type: "tmpfs", total: .max, used: 0, available: .max),
    ]
    try writer.batch { try $0.write(host, filesystems: filesystems, time: 123_456) }
    try database.expect(
      "SELECT * FROM host_samples",
      is: [
        "at": "2023-11-14T22:13:20.000123Z", "cpu_percent": 12.5, "memory_total_bytes": 100,
        "memory_used_bytes": 60, "memory_available_bytes": 40, "swap_used_bytes": 3,
        "load_1": 0.5, "load_5": 0.25, "load_15": 0.125, "session_id": 1,
      ])
    try database.expect(
      "SELECT * FROM filesystem_samples WHERE mount_point = '/'",
      is: [
        "at": "2023-11-14T22:13:20.000123Z", "mount_point": "/", "device": "/dev/sda1",
        "type": "ext4", "total_bytes": 1_000, "used_bytes": 700, "available_bytes": 250,
        "session_id": 1,
      ])
    #expect(
      try database.values("SELECT total_bytes FROM filesystem_samples ORDER BY 1")
        == [1_000.databaseValue, Int64.max.databaseValue])
  }

  @Test(
    "A time before the second's end is not rounded up to it",
    arguments: [
      (0, "2023-11-14T22:13:20.000000Z"), (999, "2023-11-14T22:13:20.000000Z"),
      (999_999_999, "2023-11-14T22:13:20.999999Z"), (1_000_000_000, "2023-11-14T22:13:21.000000Z"),
      (100_000 * 1_000_000_000, "2023-11-16T02:00:00.000000Z"),
    ] as [(UInt64, String)])
  func times(time: UInt64, text: String) throws {
    var sample = Self.sample(percent: nil)
    sample.time = time
    try writer.batch { try $0.write(sample) }
    #expect(try database.values("SELECT at FROM samples") == [text.databaseValue])
  }

  private static func sample(percent: Double?) -> SampleRow {
    SampleRow(
      processID: 11, time: 123_456, cpuPercent: percent, rss: 4_096, readBytes: 12,
      writeBytes: 13, threads: 4)
  }

  private static func tool(_ name: String, run: Int64) -> ToolSummary {
    tool(Array(name.utf8), run: run)
  }

  private static func tool(_ name: [UInt8], run: Int64) -> ToolSummary {
    var tool = ToolSummary(name: name, runID: run)
    (tool.processes, tool.executions, tool.running, tool.failures) = (2, 3, 1, 4)
    (tool.wallTime, tool.userTime) = (4_000_000_000, 2_000_000_000)
    (tool.systemTime, tool.peakCPUPercent) = (1_000_000_000, 99.5)
    (tool.peakRSS, tool.readBytes, tool.writeBytes) = (5, 6, 7)
    return tool
  }
}
