internal import Foundation
internal import GRDB

/// What earlier coverages have seen of a function.
public struct FunctionHistory: Sendable, Equatable {
  /// Coverages that had a probe at it.
  public var coverages: Int
  /// Those in which it was called.
  public var seen: Int
  /// Times that its probe fired in them.
  public var hits: Int
}

extension CoverageWriter {
  /// Coverages that are asked about the past, the newest.
  private static let remembered = 10

  /// Adds an object and its functions to the coverage, all in the given states. Returns its id.
  ///
  /// - Parameter state: of each function, in the order of `object.functions`.
  /// - Throws: ``StoreError``.
  public func add(
    _ object: CodeObjectRow, late: Int64?, states: [(state: String, reason: String?)]
  ) throws -> Int64 {
    let names = String(decoding: try JSONEncoder().encode(object.namesFrom), as: UTF8.self)
    let coverageID = coverageID
    return try writing { database in
      let known = try Int64.fetchOne(
        database, sql: "SELECT id FROM code_object WHERE build_id = ?",
        arguments: [object.buildID])
      let id = try known ?? Self.insert(object, names, database)
      try database.execute(
        sql: "INSERT OR REPLACE INTO coverage_object VALUES (?, ?, ?, ?, NULL)",
        arguments: [coverageID, id, object.path, late])
      let rows = zip(object.functions, states).map { function, state in
        FunctionStateRow(
          objectID: id, offset: function.offset, state: state.state, reason: state.reason,
          attachedAt: nil, hitAt: nil, pid: nil, hits: 0)
      }
      try Self.write(rows, of: coverageID, to: database)
      return id
    }
  }

  private static func insert(
    _ object: CodeObjectRow, _ names: String, _ database: Database
  ) throws -> Int64 {
    try database.execute(
      sql: """
        INSERT INTO code_object (build_id, kind, names_from, aliases, has_lines)
        VALUES (?, ?, ?, ?, 0)
        """, arguments: [object.buildID, object.kind, names, object.aliases])
    let id = database.lastInsertedRowID
    let statement = try RowStatement(
      database,
      """
      INSERT INTO code_function (object_id, offset, size, linkage_name, name, ineligible)
      VALUES (?, ?, ?, ?, ?, ?)
      """)
    for function in object.functions {
      statement.bind(id)
      statement.bind(function.offset)
      statement.bind(function.size)
      statement.bind(function.linkageName)
      statement.bind(function.name)
      statement.bind(function.ineligible)
      try statement.run()
    }
    return id
  }

  /// Whether lines and inlined functions of an object have been written.
  ///
  /// - Throws: ``StoreError``.
  public func hasLines(objectID: Int64) throws -> Bool {
    try writing {
      try Bool.fetchOne(
        $0, sql: "SELECT has_lines FROM code_object WHERE id = ?", arguments: [objectID]) ?? false
    }
  }

  /// A place in the source.
  public struct SourceLine: Sendable {
    /// The file.
    public var file: String
    /// The line, from 1.
    public var line: Int

    /// A place.
    public init(file: String, line: Int) {
      self.file = file
      self.line = line
    }
  }

  /// A function that is left only as copies inside of others.
  public struct InlinedRow: Sendable {
    /// The name in the source.
    public var name: String
    /// The linker's.
    public var linkageName: String
    /// Where it is written; `nil` when not known.
    public var place: SourceLine?
    /// How many copies there are.
    public var copies: Int

    /// Puts a row together.
    public init(name: String, linkageName: String, place: SourceLine?, copies: Int) {
      self.name = name
      self.linkageName = linkageName
      self.place = place
      self.copies = copies
    }
  }

  /// Writes what debug information tells of an object, once.
  ///
  /// - Throws: ``StoreError``.
  public func writeLines(
    objectID: Int64, places: [UInt64: SourceLine], copies: [UInt64: Int], inlined: [InlinedRow]
  ) throws {
    try writing { database in
      let update = try RowStatement(
        database,
        """
        UPDATE code_function SET file = ?, line = ?, inlined_copies = ?
        WHERE object_id = ? AND offset = ?
        """)
      for offset in Set(places.keys).union(copies.keys) {
        update.bind(places[offset]?.file)
        update.bind(orNull: places[offset].map { Int64($0.line) })
        update.bind(Int64(copies[offset] ?? 0))
        update.bind(objectID)
        update.bind(offset)
        try update.run()
      }
      for row in inlined {
        try database.execute(
          sql: "INSERT INTO code_inlined VALUES (?, ?, ?, ?, ?, ?)",
          arguments: [
            objectID, row.name, row.linkageName, row.place?.file, row.place?.line, row.copies,
          ])
      }
      try database.execute(
        sql: "UPDATE code_object SET has_lines = 1 WHERE id = ?", arguments: [objectID])
    }
  }

  /// Notes that something is wrong with an object of this coverage.
  ///
  /// - Throws: ``StoreError``.
  public func setError(_ error: String, objectID: Int64) throws {
    try writing {
      try $0.execute(
        sql: "UPDATE coverage_object SET error = ? WHERE coverage_id = ? AND object_id = ?",
        arguments: [error, coverageID, objectID])
    }
  }

  /// What the last coverages of an object have seen of its functions, by their offsets.
  ///
  /// - Throws: ``StoreError``.
  public func history(ofBuildID buildID: String) throws -> [UInt64: FunctionHistory] {
    try writing { database in
      let rows = try Row.fetchCursor(
        database,
        sql: """
          SELECT f.offset, count(*), sum(f.state = 'hit'), sum(iif(f.state = 'hit', f.hits, 0))
          FROM coverage_function f
          WHERE f.object_id = (SELECT id FROM code_object WHERE build_id = ?1)
            AND f.coverage_id IN (
              SELECT coverage_id FROM coverage_object
              WHERE object_id = (SELECT id FROM code_object WHERE build_id = ?1)
              ORDER BY coverage_id DESC LIMIT \(Self.remembered))
            AND f.state IN ('hit', 'attached')
          GROUP BY f.offset
          """, arguments: [buildID])
      var found: [UInt64: FunctionHistory] = [:]
      while let row = try rows.next() {
        found[UInt64(bitPattern: row[0])] = FunctionHistory(
          coverages: row[1], seen: row[2], hits: row[3])
      }
      return found
    }
  }
}
