internal import Glibc
internal import Parquet
internal import ParquetTables
internal import SeededRandom

/// Writes a table that looks like processes of a pipeline, and tells how much time of the processor
/// that took. What making the values takes is measured beforehand and left out.
struct Benchmark {
  var rows: Int
  var path: String

  private static let columns: [ParquetColumn] = [
    ParquetColumn("process_id", .int64, isOptional: false),
    ParquetColumn("parent_id", .int64),
    ParquetColumn("run_id", .int64, isOptional: false),
    ParquetColumn("started_at", .timestampMicros, isOptional: false),
    ParquetColumn("ended_at", .timestampMicros),
    ParquetColumn("tool", .string),
    ParquetColumn("command", .string),
    ParquetColumn("exit_code", .int64),
    ParquetColumn("cpu_user_s", .double),
    ParquetColumn("peak_rss_bytes", .int64),
    ParquetColumn("bytes_read", .int64),
    ParquetColumn("exact", .boolean, isOptional: false),
  ]

  private static let tools = [
    "bash", "samtools", "bwa", "python3", "gzip", "sort", "awk", "sed", "cat", "fastqc", "grep",
    "perl", "java", "Rscript", "cut", "tee", "rm", "mkdir", "bcftools", "bedtools",
  ]

  func run() throws {
    let making = try time { strings, row, _ in UInt64(row.end.magnitude) &+ UInt64(strings.count) }
    var writer = try ParquetWriter(columns: Self.columns, sink: FileSink(path: path))
    let began = now()
    _ = try time { command, row, number in
      append(row, number, to: &writer)
      writer.append(UnsafeRawBufferPointer(rebasing: command[..<row.toolBytes]), 5)
      writer.append(command, 6)
      try writer.endRow()
      return 0
    }
    let total = try writer.finish()
    let seconds = now() - began - making
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    print(
      "sonde rows=\(total.rows) bytes=\(total.bytes) seconds=\(seconds) making=\(making)",
      "rows_per_s=\(Int(Double(rows) / seconds)) peak_rss_kb=\(usage.ru_maxrss)")
  }

  private func append(
    _ row: Row, _ number: Int, to writer: inout ParquetWriter<FileSink>
  ) {
    writer.append(Int64(number + 1), 0)
    if number == 0 { writer.appendNull(1) } else { writer.append(row.parent, 1) }
    writer.append(Int64(number / 100_000), 2)
    writer.append(row.start, 3)
    if row.isRunning { writer.appendNull(4) } else { writer.append(row.end, 4) }
    if row.isRunning { writer.appendNull(7) } else { writer.append(row.exitCode, 7) }
    writer.append(row.cpu, 8)
    if row.rss == 0 { writer.appendNull(9) } else { writer.append(row.rss, 9) }
    writer.append(row.read, 10)
    writer.append(row.isExact, 11)
  }

  /// Makes each row and its command, and tells how long all of that took.
  private func time(
    _ body: (UnsafeRawBufferPointer, Row, Int) throws -> UInt64
  ) throws -> Double {
    let beginnings = Self.tools.map { Array("\($0) --threads 4 -o /data/run/sample_".utf8) }
    let sizes = Self.tools.map(\.utf8.count)
    let ending = Array(".bam in.fastq".utf8)
    var random = SeededRandom(seed: 42)
    let began = now()
    var sum: UInt64 = 0
    try withUnsafeTemporaryAllocation(byteCount: 256, alignment: 1) { command in
      for number in 0..<rows {
        var row = Row(number: number, random: &random, tools: UInt64(sizes.count))
        row.toolBytes = sizes[row.tool]
        beginnings[row.tool].withUnsafeBytes { command.copyMemory(from: $0) }
        var count = beginnings[row.tool].count
        for divisor in [1_000, 100, 10, 1] {
          command[count] = UInt8(truncatingIfNeeded: 0x30 + row.sample / divisor % 10)
          count += 1
        }
        for byte in ending {
          command[count] = byte
          count += 1
        }
        sum &+= try body(UnsafeRawBufferPointer(rebasing: command[..<count]), row, number)
      }
    }
    return withExtendedLifetime(sum) { now() - began }
  }

  private func now() -> Double {
    var time = timespec()
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time)
    return Double(time.tv_sec) + Double(time.tv_nsec) / 1e9
  }
}

/// The values of a row; strings by their places.
private struct Row {
  var start: Int64
  var end: Int64
  var parent: Int64
  var tool: Int
  var toolBytes = 0
  var sample: Int
  var isRunning: Bool
  var exitCode: Int64
  var cpu: Double
  var rss: Int64
  var read: Int64
  var isExact: Bool

  init(number: Int, random: inout SeededRandom, tools: UInt64) {
    let first = random.next()
    let second = random.next()
    let third = random.next()
    let fourth = random.next()
    start = 1_700_000_000_000_000 + Int64(number) * 1_713 + Int64(first & 1_023)
    // Durations of all magnitudes.
    end = start + Int64((second & 0xFFFF) << (second >> 16 & 15))
    parent = max(0, Int64(number) - Int64(first >> 10 & 63))
    tool = Int(min((first >> 16 & 0xFFFF) % tools, (first >> 32 & 0xFFFF) % tools))
    sample = Int(first >> 48 & 4_095)
    isRunning = second >> 20 & 255 == 0
    exitCode = second >> 28 & 31 == 0 ? 1 : 0
    cpu = Double((second >> 33 & 0xFFFF) % 40_000) / 1_000
    rss = third & 1 == 0 ? 0 : Int64(200 + (third >> 1 & 0xFFFF)) * 4_096
    read = third >> 17 & 1 == 0 ? 0 : Int64(fourth % 50_000_000)
    isExact = third >> 18 & 15 != 0
  }
}
