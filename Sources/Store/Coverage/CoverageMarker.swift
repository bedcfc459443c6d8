internal import GRDB
internal import Glibc

/// Sets marks in a coverage that another process is recording.
public struct CoverageMarker {
  private let path: String
  private let queue: DatabaseQueue
  /// The longest name, bytes.
  private static let limit = 4096

  /// Opens an existing database.
  ///
  /// - Throws: ``StoreError``.
  public init(path: String) throws {
    guard access(path, F_OK) == 0 else {
      throw StoreError(
        code: .unreachable,
        message: "\(path): there is no such database. Name that of 'sonde coverage run' with --db")
    }
    self.path = path
    queue = try StoreFile.openForWriting(path)
  }

  /// Says that from now on what runs belongs to `name`.
  ///
  /// - Parameters:
  ///   - coverage: Its number; `nil` for the only one that is running.
  ///   - time: ns since 1970; `nil` for now.
  /// - Returns: The number of the coverage.
  /// - Throws: ``StoreError`` when there is none that is running, or several.
  @discardableResult
  public func mark(_ name: String, coverage: Int64?, at time: Int64? = nil) throws -> Int64 {
    guard !name.isEmpty, name.utf8.count <= Self.limit else {
      throw StoreError(
        code: .other, message: "a mark's name must have from 1 to \(Self.limit) bytes")
    }
    do {
      return try queue.write { database in
        let id = try coverage.map { try running($0, in: database) } ?? onlyRunning(in: database)
        try database.execute(
          sql: "INSERT INTO coverage_mark VALUES (?, ?, ?)",
          arguments: [id, time ?? Self.now(), name])
        return id
      }
    } catch {
      throw StoreError(error, path: path)
    }
  }

  private func running(_ id: Int64, in database: Database) throws -> Int64 {
    let state = try String.fetchOne(
      database, sql: "SELECT state FROM coverage WHERE id = ?", arguments: [id])
    guard let state else {
      throw StoreError(
        code: .other,
        message: "\(path): there is no coverage \(id); leave the number out for the one that is "
          + "running")
    }
    guard state == CoverageState.running.rawValue else {
      throw StoreError(
        code: .other,
        message: "\(path): coverage \(id) is over (\(state)): nothing can belong to a mark that is "
          + "set now")
    }
    return id
  }

  private func onlyRunning(in database: Database) throws -> Int64 {
    let ids = try Int64.fetchAll(database, sql: CoverageSQL.running)
    guard let id = ids.first else {
      throw StoreError(
        code: .other,
        message: "\(path): no coverage is running there. Begin one with 'sonde coverage run', or "
          + "name its database with --db")
    }
    guard ids.count == 1 else {
      let names = ids.prefix(10).map(String.init).joined(separator: ", ")
      throw StoreError(
        code: .other,
        message:
          "\(path): \(ids.count) coverages are running there (\(names)\(ids.count > 10 ? ", …" : "")). "
          + "Name one with --coverage")
    }
    return id
  }

  private static func now() -> Int64 {
    var time = timespec()
    clock_gettime(CLOCK_REALTIME, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
