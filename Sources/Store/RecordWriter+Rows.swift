internal import CSondeWire
public import Events
public import Processes

extension RecordWriter {
  /// Writes a process, living or ended; what was written of it before is replaced.
  public func write(_ row: ProcessRow) throws {
    let statement = try prepared().process
    statement.bind(row.id)
    statement.bind(row.runID)
    statement.bind(row.parentID)
    statement.bind(row.executionID)
    statement.bind(row.pid)
    statement.bind(row.ppid)
    statement.bind(row.uid)
    statement.bind(row.gid)
    try withUnsafeBytes(of: row.comm) { comm in
      statement.bind(text: Self.string(comm))
      statement.bind(Int64(row.execs))
      statement.bind(row.isSeeded)
      statement.bind(row.isOOMKilled)
      statement.bind(row.cgroupID)
      statement.bind(utc(row.started))
      guard let end = row.end else {
        statement.bindNull(21)
        return try finish(row, statement)
      }
      // The names must stay where they are until the statement has run.
      try withUnsafeBytes(of: end.record.killer_comm) { killer in
        bind(end, killer: Self.string(killer), to: statement)
        try finish(row, statement)
      }
    }
  }

  private func finish(_ row: ProcessRow, _ statement: RowStatement) throws {
    if row.toolID == 0 { statement.bindNull() } else { statement.bind(row.toolID) }
    if row.stepID == 0 { statement.bindNull() } else { statement.bind(row.stepID) }
    if row.containerID == 0 { statement.bindNull() } else { statement.bind(row.containerID) }
    try statement.run()
    if let times = row.end?.times { try write(times, ofProcess: row.id) }
  }

  private func bind(
    _ end: ProcessRow.End, killer: UnsafeRawBufferPointer, to statement: RowStatement
  ) {
    let record = end.record
    statement.bind(utc(end.time))
    if end.hasStatus { statement.bind(record.status) } else { statement.bindNull() }
    if record.has_sender != 0, record.killer_pid != 0 {
      statement.bind(record.killer_pid)
      statement.bind(text: killer)
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

  /// Writes a successful execution. `arguments` and `environment` stand in for the event's own,
  /// secrets removed. `executableID` is the program's id among the libraries, if it is known.
  public func write(
    _ place: ExecutionPlace, _ event: ExecEvent, arguments: UnsafeRawBufferPointer,
    environment: UnsafeRawBufferPointer, executableID: Int64? = nil
  ) throws {
    let isScript = event.flags.contains(.SONDE_EXEC_SCRIPT)
    encoder.clear()
    let executable = encode(event.executable)
    let cwd = encode(event.cwd)
    let script = isScript ? encode(requested: event.requested, in: cwd) : 0..<0
    let argv = encodeArray(arguments)
    let variables = environment.isEmpty ? 0..<0 : encodeObject(environment)

    let statement = try prepared().execution
    bind(place, at: event.fixed.pointee.header.time, to: statement)
    statement.bind(text: part(executable))
    if isScript { statement.bind(text: part(script)) } else { statement.bindNull() }
    statement.bind(text: part(argv))
    statement.bind(event.fixed.pointee.arguments_total)
    statement.bind(event.flags.contains(.SONDE_EXEC_ARGUMENTS_CUT))
    statement.bind(text: part(cwd))
    if environment.isEmpty { statement.bindNull() } else { statement.bind(text: part(variables)) }
    statement.bindNull()
    if let executableID { statement.bind(executableID) } else { statement.bindNull() }
    bindContainer(of: place, to: statement)
    try statement.run()
  }

  /// Writes a failed execution.
  public func write(
    _ place: ExecutionPlace, _ event: ExecFailedEvent, arguments: UnsafeRawBufferPointer
  ) throws {
    encoder.clear()
    let cwd = encode(event.cwd)
    let argv = encodeArray(arguments)
    let statement = try prepared().execution
    bind(place, at: event.fixed.pointee.header.time, to: statement)
    statement.bind(text: event.requested)
    statement.bindNull()
    statement.bind(text: part(argv))
    statement.bind(event.fixed.pointee.arguments_total)
    statement.bind(event.flags.contains(.SONDE_EXEC_ARGUMENTS_CUT))
    statement.bind(text: part(cwd))
    statement.bindNull()
    statement.bind(errorNumber: event.fixed.pointee.error)
    statement.bindNull()
    bindContainer(of: place, to: statement)
    try statement.run()
  }

  /// Writes the image of a process that was running before it was followed.
  public func write(
    _ place: ExecutionPlace, executable: [UInt8], cwd: [UInt8], arguments: UnsafeRawBufferPointer
  ) throws {
    encoder.clear()
    let argv = encodeArray(arguments)
    let statement = try prepared().execution
    bind(place, at: nil, to: statement)
    try executable.withUnsafeBytes { executable in
      try cwd.withUnsafeBytes { cwd in
        statement.bind(text: executable)
        statement.bindNull()
        statement.bind(text: part(argv))
        statement.bind(Int64(arguments.count))
        statement.bind(false)
        statement.bind(text: cwd)
        statement.bindNull(3)
        bindContainer(of: place, to: statement)
        try statement.run()
      }
    }
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

  private func bindContainer(of place: ExecutionPlace, to statement: RowStatement) {
    if place.containerID == 0 { statement.bindNull() } else { statement.bind(place.containerID) }
  }

  private func bind(_ place: ExecutionPlace, at time: UInt64?, to statement: RowStatement) {
    statement.bind(place.id)
    statement.bind(place.processID)
    statement.bind(place.runID)
    statement.bind(Int64(place.sequence))
    if let time { statement.bind(utc(time)) } else { statement.bindNull() }
  }
}

// MARK: - Text

extension RecordWriter {
  /// A part of the encoder's memory. Only offsets are kept: the memory may still move.
  private func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: encoder.bytes[range])
  }

  private func encode(_ path: PathComponents) -> Range<Int> {
    let start = encoder.count
    if let room = encoder.room(path.pathSize) { encoder.used(path.write(to: room)) }
    return start..<encoder.count
  }

  /// A path as given to execve, made absolute.
  private func encode(requested: UnsafeRawBufferPointer, in cwd: Range<Int>) -> Range<Int> {
    let start = encoder.count
    if requested.first != UInt8(ascii: "/") {
      // The encoder's own bytes are copied within it, so room must be there before.
      _ = encoder.room(cwd.count + requested.count + 1)
      encoder.append(part(cwd))
      if cwd.count > 1 { encoder.append(UInt8(ascii: "/")) }
    }
    var rest = requested
    while rest.starts(with: "./".utf8) { rest = UnsafeRawBufferPointer(rebasing: rest[2...]) }
    encoder.append(rest)
    return start..<encoder.count
  }

  private func encodeArray(_ block: UnsafeRawBufferPointer) -> Range<Int> {
    let start = encoder.count
    encoder.appendArray(ofStrings: block)
    return start..<encoder.count
  }

  private func encodeObject(_ block: UnsafeRawBufferPointer) -> Range<Int> {
    let start = encoder.count
    encoder.appendObject(ofAssignments: block)
    return start..<encoder.count
  }

  /// The name in a fixed-size, NUL-padded field.
  public static func string(_ comm: UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let end = comm.firstIndex(of: 0) ?? comm.endIndex
    return UnsafeRawBufferPointer(rebasing: comm[..<end])
  }
}
