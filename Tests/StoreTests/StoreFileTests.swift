import Foundation
import GRDB
import Testing

@testable import Processes
@testable import Store

@Suite("The database's file")
struct StoreFileTests {
  private let database: WriterDatabase

  init() throws {
    database = try WriterDatabase()
  }

  @Test("It is made for its owner only, and so is what SQLite puts beside it")
  func permissions() throws {
    let writer = try database.writer()
    try writer.batch { try $0.write(ProcessRow()) }
    for suffix in ["", "-wal", "-shm"] {
      let attributes = try FileManager.default.attributesOfItem(atPath: database.path + suffix)
      #expect(attributes[.posixPermissions] as? Int == 0o600, "\(suffix)")
    }
  }

  @Test("What was stored is there when it is opened again")
  func reopened() throws {
    try database.writer().batch { try $0.write(ProcessRow()) }
    let writer = try database.writer()
    #expect(writer.sessionID == 2)
    #expect(try database.values("SELECT count(*) FROM process") == [1.databaseValue])
  }

  @Test("After a checkpoint the file stands alone")
  func checkpoint() throws {
    let writer = try database.writer()
    try writer.batch { try $0.write(ProcessRow()) }
    writer.close()
    let copy = try WriterDatabase()
    try FileManager.default.copyItem(atPath: database.path, toPath: copy.path)
    #expect(try copy.values("SELECT count(*) FROM process") == [1.databaseValue])
  }

  @Test("A database of an earlier version is brought up to date when it is read")
  func earlier() throws {
    let queue = try DatabaseQueue(path: database.path)
    try Schema.migrator.migrate(queue, upTo: "2 files and libraries")
    try queue.close()
    #expect(try StoreReader(path: database.path).runs(limit: 9).isEmpty)
    #expect(try database.values("SELECT count(trace_id) FROM runs") == [0.databaseValue])
  }

  @Test("An empty file is made a database")
  func empty() throws {
    try Data().write(to: URL(fileURLWithPath: database.path))
    #expect(try database.writer().sessionID == 1)
  }

  @Test(
    "A database of another program is refused and left as it was",
    arguments: [
      "CREATE TABLE theirs (x)", "PRAGMA application_id = 1196444487",
      "PRAGMA application_id = 7; CREATE TABLE process (id INTEGER PRIMARY KEY)",
      "CREATE VIEW theirs AS SELECT 1",
    ])
  func foreign(sql: String) throws {
    try database.execute(sql)
    let before = try Data(contentsOf: URL(fileURLWithPath: database.path))
    expectError(.foreign) { _ = try RecordWriter(path: database.path) }
    expectError(.foreign) { _ = try StoreFile.openForReading(database.path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: database.path)) == before)
  }

  @Test("A database of a newer version is refused")
  func newer() throws {
    _ = try database.writer()
    try database.execute("INSERT INTO grdb_migrations VALUES ('999 not yet')")
    expectError(.newer) { _ = try RecordWriter(path: database.path) }
    expectError(.newer) { _ = try StoreFile.openForReading(database.path) }
  }

  @Test("A file that is no database is refused and left as it was", arguments: [2, 99, 100, 5_000])
  func noDatabase(size: Int) throws {
    let bytes = Data(repeating: UInt8(ascii: "x"), count: size)
    try bytes.write(to: URL(fileURLWithPath: database.path))
    expectError(.corrupt) { _ = try RecordWriter(path: database.path) }
    #expect(try Data(contentsOf: URL(fileURLWithPath: database.path)) == bytes)
  }

  @Test("A damaged database is refused", arguments: [100, 4_096])
  func damaged(offset: Int) throws {
    let writer = try database.writer()
    writer.close()
    let copy = try WriterDatabase()
    var bytes = try Data(contentsOf: URL(fileURLWithPath: database.path))
    bytes.replaceSubrange(offset..<4_096 + offset, with: Data(repeating: 0xa5, count: 4_096))
    try bytes.write(to: URL(fileURLWithPath: copy.path))
    expectError(.corrupt) {
      let writer = try RecordWriter(path: copy.path)
      try writer.batch { _ = try $0.unclosedSessions() }
      try writer.batch { try $0.writeUser(1, name: nil) }
      _ = try copy.values("PRAGMA integrity_check").count
      throw StoreError(code: .corrupt, message: "\(copy.path): found by the check")
    }
  }

  @Test("A path that cannot be is refused", arguments: ["missing/sonde.db", ""])
  func unreachable(name: String) throws {
    let path = database.directory.appendingPathComponent(name).path
    expectError(.unreachable) { _ = try RecordWriter(path: path) }
  }

  @Test("Reading does not make a database")
  func readingMissing() {
    expectError(.unreachable) { _ = try StoreFile.openForReading(database.path) }
    #expect(!FileManager.default.fileExists(atPath: database.path))
  }

  @Test("A database that somebody else holds for too long is said to be locked")
  func locked() throws {
    let writer = try database.writer()
    try writer.queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA busy_timeout = 50") }
    var wasCalled = false
    try DatabaseQueue(path: database.path).inTransaction(.immediate) { _ in
      expectError(.locked) { try writer.batch { _ in wasCalled = true } }
      return .commit
    }
    #expect(!wasCalled, "a batch begins with the lock in hand")
    try writer.batch { try $0.write(ProcessRow()) }
    #expect(try database.values("SELECT count(*) FROM process") == [1.databaseValue])
  }

  @Test("A reader in the middle of its work does not hold the writer up")
  func reader() throws {
    let writer = try database.writer()
    let count = "SELECT count(*) FROM process"
    let reader = try StoreFile.openForReading(database.path)
    try reader.read { snapshot in
      #expect(try Int.fetchOne(snapshot, sql: count) == 0)
      try writer.batch { try $0.write(ProcessRow()) }
      #expect(try Int.fetchOne(snapshot, sql: count) == 0)
    }
    #expect(try reader.read { try Int.fetchOne($0, sql: count) } == 1)
  }

  @Test("An error in a batch stores nothing of it, and the next one works")
  func rollback() throws {
    struct Trouble: Error {}
    let writer = try database.writer()
    let error = #expect(throws: StoreError.self) {
      try writer.batch { writer in
        try writer.write(ProcessRow())
        try writer.writeUser(1, name: "alice")
        throw Trouble()
      }
    }
    #expect(error?.message.hasPrefix(database.path) == true)
    let counts = "SELECT (SELECT count(*) FROM process) + (SELECT count(*) FROM user)"
    #expect(try database.values(counts) == [0.databaseValue])
    #expect(throws: StoreError.self) {
      try writer.batch { writer in
        let place = ExecutionPlace(id: 1, processID: 1, runID: 1, sequence: 1)
        try WriterExecution().write(to: writer, as: place)
        try WriterExecution().write(to: writer, as: place)  // the same id again
      }
    }
    #expect(try database.values("SELECT count(*) FROM execution") == [0.databaseValue])
    try writer.batch { try $0.write(ProcessRow()) }
    #expect(try database.values(counts) == [1.databaseValue])
  }

  @Test("A file whose maker died at the very beginning can still be used")
  func unfinished() throws {
    // All that is there before the first migration.
    try database.execute("CREATE TABLE grdb_migrations (identifier TEXT NOT NULL PRIMARY KEY)")
    _ = try database.writer()
  }

  @Test("Several that make the same file at once all get it")
  func madeAtOnce() throws {
    let failures = Failures()
    for _ in 0..<50 {
      let database = try WriterDatabase()
      let path = database.path
      DispatchQueue.concurrentPerform(iterations: 4) { _ in
        do { _ = try RecordWriter(path: path) } catch { failures.add("\(error)") }
      }
    }
    #expect(failures.messages == [])
  }

  private func expectError(
    _ code: StoreError.Code, at location: SourceLocation = #_sourceLocation,
    _ body: () throws -> Void
  ) {
    let error = #expect(throws: StoreError.self, sourceLocation: location) { try body() }
    #expect(error?.code == code, "\(error?.message ?? "")", sourceLocation: location)
  }
}

private final class Failures: @unchecked Sendable {
  private let lock = NSLock()
  private var all: [String] = []

  var messages: [String] { lock.withLock { all } }

  func add(_ message: String) {
    lock.withLock { all.append(message) }
  }
}
