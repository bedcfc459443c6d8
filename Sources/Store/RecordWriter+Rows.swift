internal import CSondeWire
public import Events
public import Processes

extension RecordWriter {
  /// Writes a process, living or ended; what was written of it before is replaced.
  public func write(_ row: ProcessRow) throws {
    let statements = try prepared()
    try statements.processes.add(row)
    if let times = row.end?.times {
      try statements.times.add(ProcessTimesRow(processID: row.id, times: times))
    }
  }

  func bind(_ row: UnsafePointer<ProcessRow>, to statement: RowStatement) {
    statement.bind(row.pointee.id)
    statement.bind(row.pointee.runID)
    statement.bind(row.pointee.parentID)
    statement.bind(row.pointee.executionID)
    statement.bind(row.pointee.pid)
    statement.bind(row.pointee.ppid)
    statement.bind(row.pointee.uid)
    statement.bind(row.pointee.gid)
    statement.bind(text: Self.comm(of: row))
    statement.bind(Int64(row.pointee.execs))
    statement.bind(row.pointee.isSeeded)
    statement.bind(row.pointee.isOOMKilled)
    statement.bind(row.pointee.cgroupID)
    statement.bind(utc(row.pointee.started))
    if let end = row.pointee.end { bind(end, to: statement) } else { statement.bindNull(21) }
    statement.bind(idOrNull: row.pointee.toolID)
    statement.bind(idOrNull: row.pointee.stepID)
    statement.bind(idOrNull: row.pointee.containerID)
  }

  private static let commOffset = MemoryLayout<ProcessRow>.offset(of: \.comm)

  /// The name where it lies in the row.
  private static func comm(of row: UnsafePointer<ProcessRow>) -> UnsafeRawBufferPointer {
    guard let commOffset else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return string(
      UnsafeRawBufferPointer(
        start: UnsafeRawPointer(row) + commOffset, count: MemoryLayout<Comm>.size))
  }

  private func bind(_ end: ProcessRow.End, to statement: RowStatement) {
    let record = end.record
    statement.bind(utc(end.time))
    if end.hasStatus { statement.bind(record.status) } else { statement.bindNull() }
    if record.has_sender != 0, record.killer_pid != 0 {
      statement.bind(record.killer_pid)
      withUnsafeBytes(of: record.killer_comm) { statement.bind(copying: Self.string($0)) }
    } else {
      statement.bindNull(2)
    }
    if record.has_sender != 0 {
      statement.bind(Int64(record.signal_code))
    } else {
      statement.bindNull()
    }
    if end.hasTotals {
      statement.bind(end.cpu.user)
      statement.bind(end.cpu.system)
    } else {
      statement.bindNull(2)
    }
    if record.peak_rss_source == sonde_source.SONDE_SOURCE_MISSING.rawValue {
      statement.bindNull()
    } else {
      statement.bind(record.peak_rss)
    }
    statement.bind(record.peak_rss_source)
    if end.hasTotals {
      bind(record.totals, to: statement)
    } else {
      statement.bindNull(Self.totalsColumns)
    }
    statement.bind(record.max_threads)
  }

  private static let totalsColumns = 11

  private func bind(_ totals: sonde_totals, to statement: RowStatement) {
    statement.bind(totals.minor_faults)
    statement.bind(totals.major_faults)
    statement.bind(totals.voluntary_switches)
    statement.bind(totals.involuntary_switches)
    statement.bind(totals.rchar)
    statement.bind(totals.wchar)
    statement.bind(totals.syscr)
    statement.bind(totals.syscw)
    statement.bind(totals.read_bytes)
    statement.bind(totals.write_bytes)
    statement.bind(totals.cancelled_write_bytes)
  }

  /// Writes a reading of a living process.
  public func write(_ row: SampleRow) throws {
    let statement = try prepared().sample
    statement.bind(row.processID)
    statement.bind(utc(row.time))
    statement.bind(row.cpuPercent)
    statement.bind(row.rss)
    statement.bind(row.readBytes)
    statement.bind(row.writeBytes)
    statement.bind(row.threads)
    try statement.run()
  }
}

extension RecordWriter {
  /// The name in a fixed-size, NUL-padded field.
  public static func string(_ comm: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let end = comm.firstIndex(of: 0) ?? comm.endIndex
    return UnsafeRawBufferPointer(rebasing: comm[..<end])
  }
}
