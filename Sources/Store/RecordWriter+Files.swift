internal import CSondeWire
public import Events
public import Processes

extension RecordWriter {
  /// Inside a batch: the id of a path.
  public func pathID(of path: FilePath) throws -> Int64 {
    encoder.clear()
    guard let room = encoder.room(path.roomNeeded) else { return 0 }
    encoder.used(path.write(to: room))
    return try prepared().paths.id(of: encoder.bytes)
  }

  /// Inside a batch: a path by its id, as bytes; `nil` when there is none.
  public func path(id: Int64) throws -> [UInt8]? {
    let statement = try prepared().pathByID
    statement.bind(id)
    return try statement.fetchBytes()
  }

  /// Inside a batch: the id of a program's name.
  public func toolID(named name: UnsafeRawBufferPointer) throws -> Int64 {
    try prepared().tools.id(of: name)
  }

  /// Adds to what is stored of a process and a file, at the latest when the batch ends. Cheapest in
  /// the order of processes and their paths.
  public func write(_ row: FileRow) throws {
    try prepared().files.add(row)
  }

  func bind(_ row: UnsafePointer<FileRow>, to statement: RowStatement) {
    statement.bind(row.pointee.processID)
    statement.bind(row.pointee.pathID)
    statement.bind(row.pointee.runID)
    statement.bind(row.pointee.access)
    statement.bind(row.pointee.type)
    statement.bind(row.pointee.totals.opens)
    statement.bind(row.pointee.totals.failed)
    statement.bind(errorNumber: row.pointee.error)
    if countsFileBytes {
      statement.bind(row.pointee.totals.bytesRead)
      statement.bind(row.pointee.totals.bytesWritten)
    } else {
      statement.bindNull(2)
    }
    statement.bind(utc(row.pointee.first))
    statement.bind(utc(row.pointee.last))
  }

  /// Writes that a name was changed, or could not be.
  public func write(_ event: FileChangeEvent, processID: Int64, runID: Int64) throws {
    let path = try pathID(of: event.path)
    let newPath = try event.newPath.map(pathID(of:))
    let statement = try prepared().fileChange
    statement.bind(runID)
    statement.bind(processID)
    statement.bind(utc(event.fixed.pointee.header.time))
    statement.bind(event.fixed.pointee.change)
    statement.bind(path)
    if let newPath { statement.bind(newPath) } else { statement.bindNull() }
    statement.bind(errorNumber: event.fixed.pointee.error)
    try statement.run()
  }
}
