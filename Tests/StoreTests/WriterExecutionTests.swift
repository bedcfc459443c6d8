import CSondeWire
import Events
import Foundation
import GRDB
import Testing

@testable import Processes
@testable import Store

@Suite("Rows of executions")
struct WriterExecutionTests {
  private let database: WriterDatabase
  private let writer: RecordWriter
  private let place = ExecutionPlace(id: 101, processID: 11, runID: 7, sequence: 2)

  init() throws {
    database = try WriterDatabase()
    writer = try database.writer()
  }

  @Test("A successful execution has its paths, arguments and environment")
  func success() throws {
    var execution = WriterExecution(total: 40_000)
    execution.flags = [.SONDE_EXEC_ARGUMENTS_CUT]
    execution.environment = Array("LANG=C\0X=a=b \"c\"\0EMPTY=\0".utf8)
    try write(execution)
    try database.expect(
      "SELECT * FROM executions",
      is: [
        "execution_id": 101, "process_id": 11, "run_id": 7, "seq": 2,
        "executed_at": "2023-11-14T22:13:22.000000Z", "executable": "/usr/bin/cc", "script": nil,
        "argv": #"["cc","-c"]"#, "argv_bytes": 40_000, "argv_truncated": 1, "cwd": "/srv/data",
        "environment": #"{"LANG":"C","X":"a=b \"c\"","EMPTY":""}"#, "error": nil,
        "executable_build_id": nil, "executable_package": nil, "executable_version": nil,
        "container_key": nil, "container": nil, "container_engine": nil,
      ])
  }

  @Test("An execution without allow-listed variables has no environment")
  func noEnvironment() throws {
    try write(WriterExecution())
    try database.expect(
      "SELECT environment, argv_truncated FROM executions",
      is: ["environment": nil, "argv_truncated": 0])
  }

  @Test("A failed execution names its error and the file as it was given")
  func failure() throws {
    let execution = WriterExecution(requested: Array("bin/nothing".utf8))
    let failed = ExecutionPlace(id: 102, processID: 11, runID: 7, sequence: 0)
    try writer.batch { try execution.writeFailed(to: $0, error: 2, as: failed) }
    try database.expect(
      "SELECT * FROM executions",
      is: [
        "execution_id": 102, "process_id": 11, "run_id": 7, "seq": 0,
        "executed_at": "2023-11-14T22:13:22.000000Z", "executable": "bin/nothing",
        "script": nil, "argv": #"["cc","-c"]"#, "argv_bytes": 6, "argv_truncated": 0,
        "cwd": "/srv/data", "environment": nil, "error": "ENOENT",
        "executable_build_id": nil, "executable_package": nil, "executable_version": nil,
        "container_key": nil, "container": nil, "container_engine": nil,
      ])
  }

  @Test(
    "Errors have the names of errno(3)",
    arguments: [
      (1, "EPERM"), (2, "ENOENT"), (7, "E2BIG"), (8, "ENOEXEC"), (11, "EAGAIN"), (12, "ENOMEM"),
      (13, "EACCES"), (20, "ENOTDIR"), (21, "EISDIR"), (26, "ETXTBSY"), (36, "ENAMETOOLONG"),
      (40, "ELOOP"), (80, "ELIBBAD"), (4_095, "E4095"), (0, "E0"), (-1, "E-1"),
    ])
  func errors(number: Int32, name: String) {
    #expect(ErrorName.of(number) == name)
  }

  @Test("The image of a process that was running before belongs to it, but is no execution")
  func image() throws {
    let image = ExecutionPlace(id: 103, processID: 11, runID: 7, sequence: 0)
    try writer.batch { writer in
      try Array("sh\0-i\0".utf8).withUnsafeBytes {
        try writer.write(
          image, executable: Array("/bin/dash".utf8), cwd: Array("/root".utf8), arguments: $0)
      }
      var row = ProcessRow()
      row.id = 11
      row.executionID = 103
      try writer.write(row)
    }
    #expect(try database.rows("SELECT * FROM executions").isEmpty)
    try database.expect(
      "SELECT executable, command, cwd, execs FROM processes",
      is: ["executable": "/bin/dash", "command": #"["sh","-i"]"#, "cwd": "/root", "execs": 0])
    #expect(try database.values("SELECT at_ns FROM execution") == [.null])
  }

  @Test(
    "A script's path is made absolute",
    arguments: [
      ("/opt/x.sh", "data\0srv\0", "/opt/x.sh"), ("x.sh", "data\0srv\0", "/srv/data/x.sh"),
      ("./x.sh", "data\0srv\0", "/srv/data/x.sh"),
      ("././x.sh", "data\0srv\0", "/srv/data/x.sh"),
      ("../x.sh", "data\0srv\0", "/srv/data/../x.sh"), ("x.sh", "", "/x.sh"),
      ("./x.sh", "", "/x.sh"), (".hidden", "tmp\0", "/tmp/.hidden"),
      ("bin/x.sh", "tmp\0", "/tmp/bin/x.sh"),
    ])
  func script(requested: String, cwd: String, path: String) throws {
    try write(
      WriterExecution(
        flags: .SONDE_EXEC_SCRIPT, requested: Array(requested.utf8), cwd: Array(cwd.utf8)))
    try database.expect(
      "SELECT script, executable FROM executions",
      is: ["script": path, "executable": "/usr/bin/cc"])
  }

  @Test("A cut path begins with an ellipsis")
  func cutPaths() throws {
    try write(
      WriterExecution(flags: [.SONDE_EXEC_EXECUTABLE_CUT, .SONDE_EXEC_CWD_CUT]))
    try database.expect(
      "SELECT executable, cwd FROM executions",
      is: ["executable": "…/usr/bin/cc", "cwd": "…/srv/data"])
  }

  @Test("Paths that are not UTF-8 keep their bytes; the arguments stand for them in JSON")
  func strangeBytes() throws {
    try write(
      WriterExecution(
        arguments: [0x61, 0xff, 0x00, 0xc3, 0xa9, 0x00], executable: [0xff, 0x00],
        requested: [0xff], cwd: [0xe2, 0x80, 0x00]))
    try database.expect(
      "SELECT executable, cwd, argv FROM executions",
      is: [
        "executable": Data([0x2f, 0xff]), "cwd": Data([0x2f, 0xe2, 0x80]),
        "argv": #"["a\udcff","é"]"#,
      ])
  }

  @Test("Arguments of any length fit", arguments: [0, 1, 32_767])
  func longArguments(count: Int) throws {
    let argument = Array(repeating: UInt8(1), count: count)
    try write(
      WriterExecution(arguments: argument + [0], cwd: Array(repeating: 0x78, count: 4_095) + [0]))
    let text = "[\"" + String(repeating: "\\u0001", count: count) + "\"]"
    try database.expect(
      "SELECT argv, cwd FROM executions",
      is: ["argv": text, "cwd": "/" + String(repeating: "x", count: 4_095)])
  }

  @Test("Many rows of one batch do not mix")
  func many() throws {
    try writer.batch { writer in
      for id in 1...2_000 as ClosedRange<Int64> {
        let name = Array("tool-\(id)".utf8)
        try WriterExecution(
          time: UInt64(id), arguments: name + [0], executable: name + [0], requested: name
        ).write(
          to: writer, as: ExecutionPlace(id: id, processID: id, runID: 7, sequence: 1))
      }
    }
    let wrong = """
      SELECT count(*) FROM executions WHERE executable <> '/tool-' || execution_id
        OR argv <> '["tool-' || execution_id || '"]'
      """
    #expect(try database.values(wrong) == [0.databaseValue])
    #expect(try database.values("SELECT count(*) FROM executions") == [2_000.databaseValue])
  }

  private func write(_ execution: WriterExecution) throws {
    try writer.batch { try execution.write(to: $0, as: place) }
  }
}
