internal import GRDB

/// A library as it is stored.
public struct LibraryRow: Hashable, Sendable {
  /// `shared-object`, `python`, `r`, `perl`, `java`, `conda` or `executable`.
  public var kind: String
  /// Its name, bytes.
  public var name: [UInt8]
  /// Its version, when that is known.
  public var version: String?
  /// Where it is, bytes.
  public var path: [UInt8]
  /// The GNU build-id of a shared object, hexadecimal.
  public var buildID: String?
  /// The system's or conda's package that it came with.
  public var package: String?

  /// Puts a row together.
  public init(
    kind: String, name: [UInt8], version: String?, path: [UInt8], buildID: String?,
    package: String?
  ) {
    self.kind = kind
    self.name = name
    self.version = version
    self.path = path
    self.buildID = buildID
    self.package = package
  }
}

struct LibraryUse: Hashable {
  let runID: Int64
  let libraryID: Int64
}

extension RecordWriter {
  private static let libraryLimit = 16_384

  /// Inside a batch: the id of a library; a new one when it is not stored yet.
  public func libraryID(of library: LibraryRow) throws -> Int64 {
    if let id = libraryIDs[library] { return id }
    let id = try inDatabase { database in
      let columns: StatementArguments = [
        library.kind, Self.value(library.name), library.version, Self.value(library.path),
        library.buildID, library.package,
      ]
      let known = try Int64.fetchOne(
        database,
        sql: """
          SELECT id FROM library WHERE kind = ? AND name = ? AND version IS ? AND path = ?
            AND build_id IS ? AND package IS ?
          """, arguments: columns)
      if let known { return known }
      try database.execute(
        sql: "INSERT INTO library VALUES (NULL, ?, ?, ?, ?, ?, ?)", arguments: columns)
      return database.lastInsertedRowID
    }
    if libraryIDs.count >= Self.libraryLimit { libraryIDs.removeAll() }
    libraryIDs[library] = id
    return id
  }

  /// Inside a batch: a process has used a library. Said again, it changes nothing.
  public func write(libraryID: Int64, processID: Int64, runID: Int64) throws {
    let statement = try prepared().processLibrary
    statement.bind(processID)
    statement.bind(libraryID)
    statement.bind(runID)
    try statement.run()
    if statement.hasChanged {
      libraryUses[LibraryUse(runID: runID, libraryID: libraryID), default: 0] += 1
    }
  }

  /// At the end of a batch: brings the sums over processes up to date.
  public func writeLibraryUses() throws {
    guard !libraryUses.isEmpty else { return }
    try inDatabase { database in
      let statement = try database.cachedStatement(
        sql: """
          INSERT INTO library_use VALUES (?, ?, ?)
          ON CONFLICT (run_id, library_id) DO UPDATE SET processes = processes + excluded.processes
          """)
      for (use, processes) in libraryUses {
        try statement.execute(arguments: [use.runID, use.libraryID, processes])
      }
    }
    libraryUses.removeAll(keepingCapacity: true)
  }
}
