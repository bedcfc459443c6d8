import ArgumentParser
import Foundation
import Glibc
import Store
import Testing

@testable import sonde

@Suite struct ReportQueryTests {
  private static let sql = """
    SELECT 1 AS id, 'a "b", c' AS text, NULL AS none, 1.5 AS real UNION ALL
    SELECT 20, '', x'61ff', 2 UNION ALL SELECT 300, 'x' || char(27) || '[2J' || char(10), 1, NULL
    """

  @Test func aTableIsAlignedAndEscaped() throws {
    try #expect(
      output([Self.sql])
        == [
          " id  text      none     real", "  1  a \"b\", c            1.5",
          " 20            x'61ff'     2", #"300  x\e[2J\n  1            "#, "",
        ].joined(separator: "\n"))
  }

  @Test func csvIsThatOfRFC4180() throws {
    try #expect(
      output(["--csv", Self.sql])
        == [
          "id,text,none,real", #"1,"a ""b"", c",,1.5"#, "20,\"\",x'61ff',2",
          "300,\"x\u{1b}[2J\n\",1,", "",
        ].joined(separator: "\r\n"))
  }

  @Test func jsonIsAnArrayOfObjects() throws {
    try #expect(
      output(["--json", Self.sql]) == #"""
        [
        {"id":1,"text":"a \"b\", c","none":null,"real":1.5},
        {"id":20,"text":"","none":"a\udcff","real":2},
        {"id":300,"text":"x\u001b[2J\n","none":1,"real":null}
        ]

        """#)
    #expect(try output(["--json", "SELECT 1 AS a WHERE 0"]) == "[\n]\n")
    #expect(try output(["--json", "SELECT 1 AS a, 2 AS a"]) == "[\n{\"a\":1,\"a_2\":2}\n]\n")
  }

  @Test func aTableBeyondTheMeasuredRowsGoesOn() throws {
    let text = try output([
      "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n LIMIT 2500) SELECT i FROM n"
    ])
    let lines = text.split(separator: "\n")
    #expect(lines.count == 2501)
    #expect(lines[1] == "   1")
    #expect(lines.last == "2500")
  }

  @Test(.timeLimit(.minutes(1)))
  func aReaderThatGoesAwayEndsAnEndlessQueryQuietly() throws {
    signal(SIGPIPE, SIG_IGN)
    var ends: [Int32] = [0, 0]
    try #require(pipe(&ends) == 0)
    close(ends[0])
    defer { close(ends[1]) }
    let store = try FictionalStore()
    let endless = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n"
    let command = try QueryCommand.parse(["--csv", endless])
    let file = OutputFile(descriptor: ends[1])
    try OutputFile.untilClosed {
      try command.print(try StoreReader(path: store.path), to: file)
    }
  }

  @Test func aFullDiskIsSaid() throws {
    let device = open("/dev/full", O_WRONLY)
    defer { close(device) }
    let error = #expect(throws: OutputError.self) {
      try OutputFile(descriptor: device).write([1])
    }
    #expect("\(try #require(error))".hasSuffix("No space left on device"))
  }

  @Test func aRunThatIsNotThereIsAnsweredWithThoseThatAre() throws {
    let store = try FictionalStore()
    let reader = try StoreReader(path: store.path)
    let none = try ReportPrinter.unknownRun(7, reader: reader)
    #expect(none.message.hasSuffix("no run is stored there yet; 'sonde run -- CMD' makes one"))
    for _ in 1...3 { _ = try store.batch { try store.begin("/bin/true") } }
    let error = #expect(throws: CommandFailure.self) {
      try ReportPrinter.print(
        runID: 7, databasePath: store.path, to: .standardError, json: false)
    }
    #expect(error?.exitCode == 2)
    #expect(error?.message.hasSuffix("there is no run 7; the latest are 3, 2, 1") == true)
  }

  @Test func theDatabaseIsTheOptionsBeforeTheConfigurations() throws {
    let store = try FictionalStore()
    let file = store.path + ".toml"
    try Data("[database]\nurl = \"sqlite:////data/x.db\"\n".utf8)
      .write(to: URL(fileURLWithPath: file))
    defer { unlink(file) }
    #expect(try DatabaseOption.parse(["--db", "a.db", "--config", file]).path() == "a.db")
    #expect(try DatabaseOption.parse(["--config", file]).path(environment: [:]) == "/data/x.db")
    #expect(try DatabaseOption.parse([]).path(environment: [:]) == "./sonde.db")
    let environment = ["SONDE_DATABASE_URL": "b.db"]
    #expect(try DatabaseOption.parse(["--config", file]).path(environment: environment) == "b.db")
  }

  // MARK: Helpers

  /// What `sonde query` prints.
  private func output(_ arguments: [String]) throws -> String {
    let store = try FictionalStore()
    let path = store.path + ".out"
    let descriptor = open(path, O_CREAT | O_WRONLY, 0o600)
    let command = try QueryCommand.parse(arguments)
    try command.print(try StoreReader(path: store.path), to: OutputFile(descriptor: descriptor))
    close(descriptor)
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }
}
