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

  /// Adds to what is stored of a process and a file.
  public func write(_ row: FileRow) throws {
    let statement = try prepared().file
    statement.bind(row.processID)
    statement.bind(row.pathID)
    statement.bind(row.runID)
    statement.bind(row.access)
    statement.bind(row.type)
    statement.bind(row.totals.opens)
    statement.bind(row.totals.failed)
    if row.error == 0 { statement.bindNull() } else { statement.bind(ErrorName.of(row.error)) }
    if countsFileBytes {
      statement.bind(row.totals.bytesRead)
      statement.bind(row.totals.bytesWritten)
    } else {
      statement.bindNull(2)
    }
    statement.bind(utc(row.first))
    statement.bind(utc(row.last))
    try statement.run()
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
    let error = event.fixed.pointee.error
    if error == 0 { statement.bindNull() } else { statement.bind(ErrorName.of(error)) }
    try statement.run()
  }
}
