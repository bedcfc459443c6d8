public import Containers
internal import GRDB

extension RecordWriter {
  /// Writes the namespaces that processes were seen in.
  public func write(_ set: Namespaces) throws {
    let own = set.own.map(\.rawValue).joined(separator: ",")
    try inDatabase { database in
      try database.cachedStatement(
        sql: "INSERT OR REPLACE INTO namespaces VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
      ).execute(
        arguments: [sessionID, Int64(bitPattern: set.number)]
          + StatementArguments(set.inodes.map { Int64($0) })
          + [
            set.isHostKnown ? own : nil, set.nodeName.nilIfEmpty, set.rootType.nilIfEmpty,
            set.rootSource.nilIfEmpty,
          ])
    }
  }

  /// Writes what is known of a container, in place of what was written of it before.
  public func write(_ container: Container) throws {
    let facts = container.facts
    let use = container.use
    try inDatabase { database in
      try database.cachedStatement(sql: Self.writeContainer).execute(arguments: [
        container.id, container.runID, container.processID, utc(container.firstSeen),
        Int64(bitPattern: container.namespaces), facts.kind.rawValue, facts.engine?.rawValue,
        facts.runtime, facts.containerID, facts.name, facts.image, facts.podUID,
        facts.qualityOfService, facts.unit, facts.slurmJob, facts.slurmStep, facts.slurmTask,
        facts.isInferred, facts.words, use.processes, use.withoutTotals, Int64(clamping: use.cpu),
        Int64(clamping: use.peakRSS), Int64(clamping: use.readBytes),
        Int64(clamping: use.writeBytes),
      ])
    }
  }

  private static let writeContainer = """
    INSERT OR REPLACE INTO container
    VALUES (\(Array(repeating: "?", count: 25).joined(separator: ", ")))
    """

  /// Writes the path of the control group of a process that was running before.
  public func write(controlGroup id: UInt64, path: String) throws {
    try inDatabase { database in
      try database.execute(
        sql: "INSERT OR IGNORE INTO cgroup VALUES (?, ?, ?, ?)",
        arguments: [
          sessionID, Int64(bitPattern: id), path, ContainerID.inControlGroup(path),
        ])
    }
  }
}

extension String {
  fileprivate var nilIfEmpty: String? { isEmpty ? nil : self }
}
