import CSondeWire
import Events
import Foundation
import GRDB
import Testing

@testable import Processes
@testable import Store

@Suite("Writing files and libraries")
struct WriterFileTests {
  private let database: WriterDatabase
  private let writer: RecordWriter

  init() throws {
    database = try WriterDatabase()
    writer = try database.writer()
  }

  @Test("A file's row grows by what is added to it")
  func adding() throws {
    try write(
      "/data/a", access: [.SONDE_FILE_READ],
      totals: FileTotals(opens: 1, failed: 0, bytesRead: 10, bytesWritten: 0), at: 1...2)
    try write(
      "/data/a", access: [.SONDE_FILE_WRITE, .SONDE_FILE_CREATED],
      totals: FileTotals(opens: 2, failed: 1, bytesRead: 5, bytesWritten: 7), error: 13, at: 3...4)
    try database.expect(
      "SELECT * FROM files",
      is: [
        "process_id": 5, "run_id": 1, "path": "/data/a", "mode": "rw", "opens": 3, "failed": 1,
        "error": "EACCES", "bytes_read": 15, "bytes_written": 7, "bytes_source": "exact",
        "first_at": "2023-11-14T22:13:21.000000Z", "last_at": "2023-11-14T22:13:24.000000Z",
        "type": "file", "created": 1, "inherited": 0, "mapped": 0,
      ])
  }

  @Test(
    "The way that a file was opened is a word",
    arguments: [
      ([.SONDE_FILE_READ], "r"), ([.SONDE_FILE_WRITE], "w"),
      ([.SONDE_FILE_READ, .SONDE_FILE_WRITE], "rw"),
      ([.SONDE_FILE_WRITE, .SONDE_FILE_APPEND], "a"),
      ([.SONDE_FILE_READ, .SONDE_FILE_WRITE, .SONDE_FILE_APPEND], "ra"),
      ([.SONDE_FILE_PATH_ONLY], "path"), ([], nil),
    ] as [(sonde_file_access, String?)])
  func modes(access: sonde_file_access, mode: String?) throws {
    try write("/a", access: access, totals: FileTotals())
    try database.expect("SELECT mode FROM files", is: ["mode": mode])
  }

  @Test(
    "Where bytes may have gone another way, they are only a bound",
    arguments: [
      ([.SONDE_FILE_READ], "exact"), ([.SONDE_FILE_READ, .SONDE_FILE_MAPPED], "bound"),
      ([.SONDE_FILE_READ, .SONDE_FILE_IO_URING], "bound"),
      ([.SONDE_FILE_READ, .SONDE_FILE_UNCOUNTED, .SONDE_FILE_MAPPED], "missing"),
    ] as [(sonde_file_access, String)])
  func sources(access: sonde_file_access, source: String) throws {
    try write("/a", access: access, totals: FileTotals())
    try database.expect("SELECT bytes_source FROM files", is: ["bytes_source": source])
  }

  @Test("Bytes that were not counted are unknown, not none")
  func uncounted() throws {
    writer.countsFileBytes = false
    try write("/a", access: [.SONDE_FILE_READ], totals: FileTotals(opens: 1))
    try database.expect(
      "SELECT bytes_read, bytes_written, bytes_source FROM files",
      is: ["bytes_read": nil, "bytes_written": nil, "bytes_source": "missing"])
  }

  @Test("A path that is not UTF-8 keeps its bytes, and is one row however often it is used")
  func bytes() throws {
    let name: [UInt8] = Array("/tmp/\u{e9}".utf8) + [0xff, 0x0a, 0x1b]
    for _ in 0..<2 { try write(name, access: [.SONDE_FILE_READ], totals: FileTotals(opens: 1)) }
    try database.expect(
      "SELECT path, opens FROM files", is: ["path": Data(name), "opens": 2])
    let stored = try writer.batch { try $0.path(id: 1) }
    #expect(stored == name)
  }

  @Test("Names of a batch that failed are not believed to be stored")
  func failure() throws {
    struct Stop: Error {}
    try? writer.batch { writer in
      _ = try writer.toolID(named: UnsafeRawBufferPointer(start: nil, count: 0))
      _ = try Self.pathID("/lost", writer)
      throw Stop()
    }
    try write("/lost", access: [.SONDE_FILE_READ], totals: FileTotals(opens: 1))
    try database.expect("SELECT path FROM files", is: ["path": "/lost"])
  }

  @Test("Two writers give the same name the same id")
  func writers() throws {
    let other = try database.writer(host: "south")
    var ids: Set<Int64> = []
    for writer in [writer, other, writer, other] {
      ids.insert(try writer.batch { try Self.pathID("/shared", $0) })
    }
    #expect(ids.count == 1)
  }

  @Test("A library is stored once, and the processes of a run that use it are counted")
  func libraries() throws {
    let library = LibraryRow(
      kind: "python", name: Array("numpy".utf8), version: "2.1", path: Array("/env/numpy".utf8),
      buildID: nil, package: nil)
    for process in [5, 6, 5, 6] as [Int64] {
      try writer.batch { writer in
        let id = try writer.libraryID(of: library)
        try writer.write(libraryID: id, processID: process, runID: 1)
        try writer.writeLibraryUses()
      }
    }
    let uses = try database.lines("SELECT printf('%d', processes) FROM library_use")
    #expect(uses == ["2"])
    let rows = try database.lines(
      "SELECT printf('%d', process_id), kind, name, version, path, build_id FROM libraries ORDER BY 1"
    )
    #expect(rows == ["5|python|numpy|2.1|/env/numpy|", "6|python|numpy|2.1|/env/numpy|"])
  }

  // MARK: Rows

  private func write(
    _ path: String, access: sonde_file_access, totals: FileTotals, error: Int32 = 0,
    at times: ClosedRange<UInt64> = 1...1
  ) throws {
    try write(Array(path.utf8), access: access, totals: totals, error: error, at: times)
  }

  private func write(
    _ path: [UInt8], access: sonde_file_access, totals: FileTotals, error: Int32 = 0,
    at times: ClosedRange<UInt64> = 1...1
  ) throws {
    try writer.batch { writer in
      try writer.write(
        FileRow(
          processID: 5, runID: 1, pathID: try Self.pathID(path, writer), inode: 9,
          type: 0o100000, access: access.rawValue, error: error,
          first: times.lowerBound * 1_000_000_000, last: times.upperBound * 1_000_000_000,
          totals: totals))
    }
  }

  private static func pathID(_ path: String, _ writer: RecordWriter) throws -> Int64 {
    try pathID(Array(path.utf8), writer)
  }

  private static func pathID(_ path: [UInt8], _ writer: RecordWriter) throws -> Int64 {
    try path.withUnsafeBytes {
      try writer.pathID(
        of: FilePath(
          given: $0,
          directory: PathComponents(
            bytes: UnsafeRawBufferPointer(start: nil, count: 0), isCut: false)))
    }
  }
}
