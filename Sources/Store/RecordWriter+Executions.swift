internal import CSondeWire
public import Events
public import Processes

/// An execution that waits to be written. Its texts are in ``RecordWriter/executionTexts``, of which
/// only offsets are kept: that memory may move until it is bound.
struct ExecutionRow {
  let place: ExecutionPlace
  /// ns since boot; `nil` when it was not seen.
  var time: UInt64?
  let executable: Range<Int>
  var script: Range<Int>?
  let arguments: Range<Int>
  let argumentsTotal: Int64
  var isCut = false
  let directory: Range<Int>
  var environment: Range<Int>?
  /// errno of one that failed; 0 for none.
  var error: Int32 = 0
  var executableID: Int64?
}

extension RecordWriter {
  /// Texts beyond these many bytes are not kept waiting.
  private static let executionTextLimit = 256 << 10

  /// Writes a successful execution. `arguments` and `environment` stand in for the event's own,
  /// secrets removed. `executableID` is the program's id among the libraries, if it is known.
  public func write(
    _ place: ExecutionPlace, _ event: ExecEvent, arguments: UnsafeRawBufferPointer,
    environment: UnsafeRawBufferPointer, executableID: Int64? = nil
  ) throws {
    let executable = append(event.executable)
    let directory = append(event.cwd)
    let isScript = event.flags.contains(.SONDE_EXEC_SCRIPT)
    try add(
      ExecutionRow(
        place: place, time: event.fixed.pointee.header.time, executable: executable,
        script: isScript ? append(requested: event.requested, in: directory) : nil,
        arguments: appendArray(arguments),
        argumentsTotal: Int64(event.fixed.pointee.arguments_total),
        isCut: event.flags.contains(.SONDE_EXEC_ARGUMENTS_CUT), directory: directory,
        environment: environment.isEmpty ? nil : appendObject(environment),
        executableID: executableID))
  }

  /// Writes a failed execution.
  public func write(
    _ place: ExecutionPlace, _ event: ExecFailedEvent, arguments: UnsafeRawBufferPointer
  ) throws {
    try add(
      ExecutionRow(
        place: place, time: event.fixed.pointee.header.time, executable: append(event.requested),
        arguments: appendArray(arguments),
        argumentsTotal: Int64(event.fixed.pointee.arguments_total),
        isCut: event.flags.contains(.SONDE_EXEC_ARGUMENTS_CUT), directory: append(event.cwd),
        error: event.fixed.pointee.error))
  }

  /// Writes the image of a process that was running before it was followed.
  public func write(
    _ place: ExecutionPlace, executable: [UInt8], cwd: [UInt8], arguments: UnsafeRawBufferPointer
  ) throws {
    try add(
      ExecutionRow(
        place: place, executable: executable.withUnsafeBytes(append),
        arguments: appendArray(arguments), argumentsTotal: Int64(arguments.count),
        directory: cwd.withUnsafeBytes(append)))
  }

  private func add(_ row: ExecutionRow) throws {
    let executions = try prepared().executions
    try executions.add(row)
    if executionTexts.count > Self.executionTextLimit { try executions.flush() }
    if executions.isEmpty { executionTexts.clear() }
  }

  func bind(_ row: UnsafePointer<ExecutionRow>, to statement: RowStatement) {
    let place = row.pointee.place
    statement.bind(place.id)
    statement.bind(place.processID)
    statement.bind(place.runID)
    statement.bind(Int64(place.sequence))
    if let time = row.pointee.time { statement.bind(utc(time)) } else { statement.bindNull() }
    statement.bind(text: text(row.pointee.executable))
    bind(row.pointee.script, to: statement)
    statement.bind(text: text(row.pointee.arguments))
    statement.bind(row.pointee.argumentsTotal)
    statement.bind(row.pointee.isCut)
    statement.bind(text: text(row.pointee.directory))
    bind(row.pointee.environment, to: statement)
    statement.bind(errorNumber: row.pointee.error)
    if let id = row.pointee.executableID { statement.bind(id) } else { statement.bindNull() }
    statement.bind(idOrNull: place.containerID)
  }

  private func bind(_ range: Range<Int>?, to statement: RowStatement) {
    if let range { statement.bind(text: text(range)) } else { statement.bindNull() }
  }
}

// MARK: - Texts

extension RecordWriter {
  private func text(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: executionTexts.bytes[range])
  }

  private func append(_ path: PathComponents) -> Range<Int> {
    let start = executionTexts.count
    if let room = executionTexts.room(path.pathSize) {
      executionTexts.used(path.write(to: room))
    }
    return start..<executionTexts.count
  }

  private func append(_ bytes: UnsafeRawBufferPointer) -> Range<Int> {
    let start = executionTexts.count
    executionTexts.append(bytes)
    return start..<executionTexts.count
  }

  /// A path as given to execve, made absolute.
  private func append(
    requested: UnsafeRawBufferPointer, in directory: Range<Int>
  ) -> Range<Int> {
    let start = executionTexts.count
    if requested.first != UInt8(ascii: "/") {
      // The encoder's own bytes are copied within it, so room must be there before.
      _ = executionTexts.room(directory.count + requested.count + 1)
      executionTexts.append(text(directory))
      if directory.count > 1 { executionTexts.append(UInt8(ascii: "/")) }
    }
    var rest = requested
    while rest.starts(with: "./".utf8) { rest = UnsafeRawBufferPointer(rebasing: rest[2...]) }
    executionTexts.append(rest)
    return start..<executionTexts.count
  }

  private func appendArray(_ block: UnsafeRawBufferPointer) -> Range<Int> {
    let start = executionTexts.count
    executionTexts.appendArray(ofStrings: block)
    return start..<executionTexts.count
  }

  private func appendObject(_ block: UnsafeRawBufferPointer) -> Range<Int> {
    let start = executionTexts.count
    executionTexts.appendObject(ofAssignments: block)
    return start..<executionTexts.count
  }
}
