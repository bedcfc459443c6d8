internal import CSQLiteSetup
internal import Foundation
internal import GRDB
internal import Glibc

/// Opens databases with the settings that the store relies on.
enum StoreFile {
  /// Ten seconds, as long as SQLite itself is told to wait.
  private static let lockAttempts = 1_000
  private static let lockPause: UInt32 = 10_000  // µs

  /// Once in a process, before anything is opened.
  private static let isSetUp = sonde_setup_sqlite() == 0

  /// Opens for writing; creates what is missing, readable by the owner only, and brings an older
  /// schema up to date.
  ///
  /// - Throws: ``StoreError``.
  static func openForWriting(_ path: String) throws -> DatabaseQueue {
    _ = isSetUp
    do {
      try create(path)
      let turn = try waitForTurn(path)
      defer { close(turn) }
      var configuration = Configuration()
      configuration.label = "store"
      configuration.busyMode = .timeout(10)
      configuration.prepareDatabase { database in
        try checkIdentity(database, path: path)
        // A commit is one write to the log, without waiting for the disk: after a crash of this
        // process all is there, after a power failure all but the last moments.
        try database.execute(
          sql: """
            PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL;
            PRAGMA wal_autocheckpoint = 2000; PRAGMA temp_store = MEMORY;
            """)
      }
      let queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.read { try checkVersion($0, path: path) }
      try Schema.migrator.migrate(queue)
      return queue
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Makes a database in memory.
  ///
  /// - Throws: ``StoreError``.
  static func openInMemory() throws -> DatabaseQueue {
    _ = isSetUp
    do {
      let queue = try DatabaseQueue()
      try Schema.migrator.migrate(queue)
      return queue
    } catch {
      throw StoreError(error, path: "memory")
    }
  }

  /// Opens an existing database for reading, also while somebody writes.
  ///
  /// - Throws: ``StoreError``.
  static func openForReading(_ path: String) throws -> DatabaseQueue {
    guard access(path, F_OK) == 0 else {
      throw StoreError(
        code: .unreachable,
        message: "\(path): there is no such database. Name it with --db, or make one with "
          + "'sonde run'")
    }
    do {
      var configuration = Configuration()
      configuration.readonly = true
      configuration.busyMode = .timeout(10)
      configuration.prepareDatabase { database in
        try checkIdentity(database, path: path)
      }
      var queue = try DatabaseQueue(path: path, configuration: configuration)
      try queue.read { try checkVersion($0, path: path) }
      if try queue.read({ try isOlder($0) }) {
        try queue.close()
        try bringUpToDate(path)
        queue = try DatabaseQueue(path: path, configuration: configuration)
      }
      return queue
    } catch {
      throw StoreError(error, path: path)
    }
  }

  /// Whether an earlier version of sonde wrote it, so that tables or columns are missing.
  private static func isOlder(_ database: Database) throws -> Bool {
    guard try Int32.fetchOne(database, sql: "PRAGMA application_id") == Schema.applicationID else {
      return false
    }
    return try !Schema.migrator.hasCompletedMigrations(database)
  }

  private static func bringUpToDate(_ path: String) throws {
    do {
      try openForWriting(path).close()
    } catch {
      throw StoreError(
        code: .unreachable,
        message: "\(path): written by an earlier version of sonde, and cannot be brought up to "
          + "date here (\(StoreError(error, path: path).message)). Copy it to where it can be "
          + "written")
    }
  }

  /// Arguments may hold what others must not read: the file is made for its owner only.
  ///
  /// One that is there is not opened: closing it would drop the locks that another connection of this
  /// process has on it (fcntl(2)), and another process would take the log away under its hands.
  private static func create(_ path: String) throws {
    var error: Int32 = 0
    if access(path, F_OK) == 0 {
      var isDirectory: ObjCBool = false
      _ = FileManager.default.fileExists(atPath: path, isDirectory: &isDirectory)
      if isDirectory.boolValue { error = EISDIR }
      if access(path, R_OK | W_OK) != 0 { error = errno }
    } else {
      let file = open(path, O_CREAT | O_RDWR | O_CLOEXEC, 0o600)
      if file >= 0 { close(file) } else { error = errno }
    }
    guard error == 0 else {
      throw StoreError(
        code: .unreachable,
        message: "\(path): cannot be created or written: \(String(cString: strerror(error))). "
          + "Check the directory and its permissions, or name another file with --db")
    }
  }

  /// Several may make the same file at once: identity, journal mode and migrations are looked at
  /// and written by one after the other. The directory is locked, not the file: to close another
  /// descriptor of the file would drop SQLite's own locks (fcntl(2)).
  private static func waitForTurn(_ path: String) throws -> Int32 {
    let directory = URL(fileURLWithPath: path).deletingLastPathComponent().path
    let descriptor = open(directory, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    guard descriptor >= 0 else {
      throw StoreError(
        code: .unreachable,
        message: "\(directory): cannot be opened: \(String(cString: strerror(errno)))")
    }
    for _ in 0..<lockAttempts {
      if flock(descriptor, LOCK_EX | LOCK_NB) == 0 { return descriptor }
      usleep(lockPause)
    }
    close(descriptor)
    throw StoreError(
      code: .locked,
      message: "\(directory): another program has held the directory locked for too long")
  }

  /// Refuses to add tables to somebody else's database.
  private static func checkIdentity(_ database: Database, path: String) throws {
    let id = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
    if id == Schema.applicationID { return }
    let tables =
      try Int.fetchOne(
        database,
        sql: """
          SELECT count(*) FROM sqlite_master WHERE tbl_name <> 'grdb_migrations'
          """) ?? 0
    guard id == 0, tables == 0 else {
      throw StoreError(
        code: .foreign,
        message: "\(path): a database of another program. Name another file with --db, or in the "
          + "configuration's [database] url")
    }
  }

  private static func checkVersion(_ database: Database, path: String) throws {
    if try Schema.migrator.hasBeenSuperseded(database) {
      throw StoreError(
        code: .newer,
        message: "\(path): written by a newer version of sonde. Update sonde, or name another file "
          + "with --db")
    }
  }
}
