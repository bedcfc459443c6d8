public import CSondeWire
public import Events
internal import GRDB
internal import Processes

extension RecordWriter {
  /// Writes the last failed calls of a process. `name` knows what calls are called by number.
  ///
  /// Only processes that fail, or say so, have any: it need not be as quick as what all have.
  public func write(
    _ event: FailedCallsEvent, processID: Int64, runID: Int64, name: (UInt32) -> String
  ) throws {
    try inDatabase { database in
      let insert = try database.cachedStatement(
        sql: "INSERT INTO failed_call VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)")
      for call in event.calls {
        try insert.execute(arguments: [
          runID, processID, utc(call.time), name(call.number), ErrorName.of(call.error),
          call.objectText.map(Self.value), call.isAddress, call.isCut, Int64(call.times),
          call.memory > 0 ? Int64(clamping: call.memory) : nil, event.areOfParent,
          Int64(event.fixed.pointee.missed), event.areNotFound,
        ])
      }
    }
  }

  /// Writes that the out-of-memory killer chose a process, and why it had to.
  public func write(_ record: sonde_oom, processID: Int64, runID: Int64) throws {
    let rss = record.anon_rss &+ record.file_rss &+ record.shmem_rss
    let hasLimit =
      record.scope == sonde_oom_scope.SONDE_OOM_CGROUP.rawValue
      || record.scope == sonde_oom_scope.SONDE_OOM_CGROUP_ABOVE.rawValue
    try withUnsafeBytes(of: record.allocator_comm) { comm in
      try inDatabase { database in
        try database.execute(
          sql: "INSERT OR REPLACE INTO oom_kill VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
          arguments: [
            processID, runID, utc(record.header.time), Int64(record.scope),
            hasLimit ? Int64(clamping: record.limit) : nil,
            hasLimit ? Int64(bitPattern: record.limit_cgroup_id) : nil,
            record.header.pid == 0 ? nil : Int64(clamping: rss),
            record.header.pid == 0 ? nil : Int64(clamping: record.total_vm),
            Int64(record.allocator_pid), Self.value(Array(Self.string(comm))),
          ])
      }
    }
  }
}

extension sonde_call {
  /// Whether its object is the address of a socket.
  fileprivate var isAddress: Bool {
    UInt32(shape) == sonde_call_shape.SONDE_SHAPE_ADDRESS.rawValue
  }
}
