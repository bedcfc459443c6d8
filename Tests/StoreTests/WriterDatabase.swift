import CSondeWire
import Events
import Foundation
import GRDB
import Testing

@testable import Processes
@testable import Store

/// A database in a directory of its own, with a writer and a reader that knows nothing of it.
final class WriterDatabase {
  let directory: URL
  let path: String
  /// 2023-11-14 22:13:20 UTC, when the machine of these tests was started.
  static let boot: Int64 = 1_700_000_000_000_000_000

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("sonde-writer-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    path = directory.appendingPathComponent("sonde.db").path
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  /// A writer whose session has begun.
  func writer(host: String = "north") throws -> RecordWriter {
    let writer = try RecordWriter(path: path)
    writer.bootOffset = Self.boot
    try writer.batch {
      try $0.beginSession(
        SessionDescription(
          host: host, bootID: "boot", kernel: "6.1.0", version: "1.2.3", pid: 42, pidStart: 4_200,
          startedAt: Self.boot))
    }
    return writer
  }

  /// The rows of a query, columns by name.
  func rows(_ sql: String) throws -> [[String: DatabaseValue]] {
    try reader().read { database in
      try Row.fetchAll(database, sql: sql).map { row in
        Dictionary(uniqueKeysWithValues: row.map { ($0.0, $0.1) })
      }
    }
  }

  /// The first column of each row.
  func values(_ sql: String) throws -> [DatabaseValue] {
    try reader().read { try DatabaseValue.fetchAll($0, sql: sql) }
  }

  /// The rows of a query as text, columns between bars.
  func lines(_ sql: String) throws -> [String] {
    try reader().read { database in
      try Row.fetchAll(database, sql: sql).map { row in
        row.databaseValues.map { String.fromDatabaseValue($0) ?? "" }.joined(separator: "|")
      }
    }
  }

  /// Runs SQL as another program would.
  func execute(_ sql: String) throws {
    try DatabaseQueue(path: path).write { try $0.execute(sql: sql) }
  }

  private func reader() throws -> DatabaseQueue {
    var configuration = Configuration()
    configuration.readonly = true
    return try DatabaseQueue(path: path, configuration: configuration)
  }

  /// Checks all columns of the only row, by name and value.
  func expect(
    _ sql: String, is expected: [String: (any DatabaseValueConvertible)?],
    at location: SourceLocation = #_sourceLocation
  ) throws {
    let rows = try rows(sql)
    #expect(rows.count == 1, sourceLocation: location)
    guard let row = rows.first else { return }
    #expect(row.keys.sorted() == expected.keys.sorted(), sourceLocation: location)
    for (column, value) in expected {
      let wanted = value?.databaseValue ?? .null
      let found = row[column] ?? .null
      #expect(
        found.isIdentical(to: wanted), "\(column): \(found), not \(wanted)",
        sourceLocation: location)
    }
  }
}

extension DatabaseValue {
  /// Equal, and of the same type: 1 is not 1.0.
  fileprivate func isIdentical(to other: DatabaseValue) -> Bool {
    switch (storage, other.storage) {
    case (.int64, .double), (.double, .int64): false
    default: self == other
    }
  }
}

// MARK: - Records

/// A successful execution as the kernel side sends it.
struct WriterExecution {
  var time: UInt64 = 2_000_000_000
  var flags: sonde_exec_flags = []
  var arguments: [UInt8] = Array("cc\0-c\0".utf8)
  var total: UInt32 = 6
  /// From the leaf to the root.
  var executable: [UInt8] = Array("cc\0bin\0usr\0".utf8)
  var requested: [UInt8] = Array("/usr/bin/cc".utf8)
  var cwd: [UInt8] = Array("data\0srv\0".utf8)
  var environment: [UInt8] = []

  func write(to writer: RecordWriter, as place: ExecutionPlace) throws {
    var record = sonde_exec()
    record.header.kind = UInt16(sonde_kind.SONDE_KIND_EXEC.rawValue)
    record.header.time = time
    record.header.flags = UInt16(flags.rawValue)
    record.arguments_total = total
    record.arguments_size = UInt32(arguments.count)
    record.executable_size = UInt32(executable.count)
    record.requested_size = UInt32(requested.count)
    record.cwd_size = UInt32(cwd.count)
    record.environment_size = UInt32(environment.count)
    let tail = arguments + executable + requested + cwd + environment
    record.header.size = UInt32(MemoryLayout<sonde_exec>.size + tail.count)
    try withEvent(record, tail: tail) { event in
      guard case .exec(let event) = event else { return }
      try writer.write(
        place, event, arguments: event.arguments, environment: event.environment)
    }
  }

  func writeFailed(to writer: RecordWriter, error: Int32, as place: ExecutionPlace) throws {
    var record = sonde_exec_failed()
    record.header.kind = UInt16(sonde_kind.SONDE_KIND_EXEC_FAILED.rawValue)
    record.header.time = time
    record.header.flags = UInt16(flags.rawValue)
    record.error = error
    record.arguments_total = total
    record.arguments_size = UInt32(arguments.count)
    record.requested_size = UInt32(requested.count)
    record.cwd_size = UInt32(cwd.count)
    let tail = arguments + requested + cwd
    record.header.size = UInt32(MemoryLayout<sonde_exec_failed>.size + tail.count)
    try withEvent(record, tail: tail) { event in
      guard case .execFailed(let event) = event else { return }
      try writer.write(place, event, arguments: event.arguments)
    }
  }
}

/// A control group with components from the leaf to the root.
func writeControlGroup(
  _ id: UInt64, _ components: [UInt8], isCut: Bool = false, to writer: RecordWriter
) throws {
  var record = sonde_cgroup()
  record.header.kind = UInt16(sonde_kind.SONDE_KIND_CGROUP.rawValue)
  record.header.size = UInt32(MemoryLayout<sonde_cgroup>.size + components.count)
  record.cgroup_id = id
  record.path_size = UInt32(components.count)
  record.cut = isCut ? 1 : 0
  try withEvent(record, tail: components) { event in
    guard case .controlGroup(let event) = event else { return }
    try writer.write(event)
  }
}

private func withEvent<Record>(
  _ record: Record, tail: [UInt8], body: (Event) throws -> Void
) throws {
  let size = MemoryLayout<Record>.size
  let memory = UnsafeMutableRawBufferPointer.allocate(byteCount: size + tail.count, alignment: 8)
  defer { memory.deallocate() }
  withUnsafeBytes(of: record) { memory.copyMemory(from: $0) }
  UnsafeMutableRawBufferPointer(rebasing: memory[size...]).copyBytes(from: tail)
  try body(try Event(decoding: UnsafeRawBufferPointer(memory)))
}

/// A name in its fixed-size field.
func comm(_ name: String) -> Comm { comm(Array(name.utf8)) }

func comm(_ bytes: [UInt8]) -> Comm {
  var comm: Comm = (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
  withUnsafeMutableBytes(of: &comm) { $0.copyBytes(from: bytes.prefix(16)) }
  return comm
}
