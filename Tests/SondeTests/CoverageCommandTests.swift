import ArgumentParser
import CoverageReport
import Foundation
import GRDB
import Store
import Testing

@testable import sonde

@Suite struct CoverageCommandTests {
  @Test(arguments: CoverageFormat.allCases)
  func aReportIsWrittenInEachFormat(format: CoverageFormat) throws {
    let place = try CoveragePlace()
    let file = place.path("report")
    try CoverageReportCommand.parse(
      ["--db", place.database, "--format", format.rawValue, "-o", file]
    ).run()
    let beginnings: [CoverageFormat: String] = [
      .text: "50.0 % of the functions in scope were seen to run: 1 of 2.\n", .json: "{\"curve\":",
      .lcov: "TN:coverage_2\nSF:/src/a.c\n", .cobertura: "<?xml version=\"1.0\"",
      .html: "<!DOCTYPE html>\n",
    ]
    #expect(try place.read("report").hasPrefix(try #require(beginnings[format])))
  }

  @Test func aFileIsReplacedOnlyWhenThatIsWanted() throws {
    let place = try CoveragePlace()
    let arguments = ["--db", place.database, "1", "-o", try place.write("mine", "report")]
    #expect(throws: ExitCode(2)) { try CoverageReportCommand.parse(arguments).run() }
    #expect(try place.read("report") == "mine")
    try CoverageReportCommand.parse(arguments + ["--force"]).run()
    #expect(try place.read("report").hasPrefix("0.0 %"))
  }

  @Test func aReportIsAsPrivateAsItsDatabase() throws {
    let place = try CoveragePlace()
    try CoverageReportCommand.parse(["--db", place.database, "-o", place.path("report")]).run()
    let attributes = try FileManager.default.attributesOfItem(atPath: place.path("report"))
    #expect(attributes[.posixPermissions] as? Int == 0o600)
  }

  @Test func documentsAreReadFromFiles() throws {
    let place = try CoveragePlace()
    let file = place.path("2.json")
    try CoverageReportCommand.parse(
      ["--db", place.database, "2", "--format", "json", "-o", file]
    ).run()
    let read = try CoverageInput.file(file).read(DatabaseOption())
    #expect(read.document.session.id == 2 && read.path == file)
  }

  @Test(arguments: [["9"], ["/nonexistent.json"], ["--db", "/nonexistent.db"]])
  func whatIsNotThereEndsWithTwo(arguments: [String]) throws {
    let place = try CoveragePlace()
    let database = arguments.contains("--db") ? [] : ["--db", place.database]
    #expect(throws: ExitCode(2)) {
      try CoverageReportCommand.parse(arguments + database).run()
    }
  }

  @Test func anUnknownNumberIsToldWithThoseThatAreThere() throws {
    let place = try CoveragePlace()
    let database = try DatabaseOption.parse(["--db", place.database])
    let error = #expect(throws: CommandFailure.self) {
      try CoverageInput.number(9).read(database)
    }
    #expect(error?.message.hasSuffix(": there is no coverage 9; the latest are 2, 1") == true)
  }

  @Test(
    arguments: [
      ("latest", .newest), ("3", .number(3)), ("./3", .file("./3")), ("a.json", .file("a.json")),
      ("-", .file("-")), ("0", nil), ("99999999999999999999", nil), ("", nil),
    ] as [(String, CoverageInput?)])
  func aCoverageIsANumberOrAFile(text: String, input: CoverageInput?) {
    #expect((try? CoverageInput(parsing: text)) == input)
  }

  @Test func coveragesAreListed() throws {
    let place = try CoveragePlace()
    let file = place.path("list")
    try CoverageReportCommand.parse(["--list", "--db", place.database, "-o", file]).run()
    #expect(
      try place.read("list") == """
        coverage  run  began                     took  state  lost  command
               2       1970-01-01 00:00:00 UTC  10 ns  ended     0  a
               1       1970-01-01 00:00:00 UTC  10 ns  ended     0  a

        """)
    #expect(throws: (any Error).self) { try CoverageReportCommand.parse(["--list", "3"]) }
  }

  // MARK: Gates

  @Test(
    arguments: [
      (["--min", "50"], 0), (["--min", "50.1"], 1), (["1", "--min", "0"], 0),
      (["--baseline", "1", "--min-delta", "50"], 0), (["--baseline", "1", "--min-delta", "51"], 1),
      (["1", "--baseline", "2", "--min-delta", "-50"], 0),
      (["1", "--baseline", "2", "--min-delta", "-0.5"], 1), (["--fail-on-loss"], 0),
      (["7", "--min", "1"], 2), (["--baseline", "7", "--min-delta", "0"], 2),
    ] as [([String], Int32)])
  func aGateEndsWithWhatItFound(arguments: [String], status: Int32) throws {
    let place = try CoveragePlace()
    let command = try CoverageGateCommand.parse(arguments + ["--db", place.database])
    if status == 0 {
      try command.run()
    } else {
      #expect(throws: ExitCode(status)) { try command.run() }
    }
  }

  @Test(
    arguments: [
      [], ["--min", "101"], ["--min", "nan"], ["--min-delta", "0"], ["--baseline", "1"],
      ["--baseline", "1", "--min-delta", "200"],
    ])
  func aGateThatMakesNoSenseIsRefused(arguments: [String]) {
    #expect(throws: (any Error).self) { try CoverageGateCommand.parse(arguments) }
  }

  // MARK: Comparing, merging, marking

  @Test func aComparisonIsToldInWords() throws {
    let place = try CoveragePlace()
    try CoverageDiffCommand.parse(["1", "2", "--db", place.database, "-o", place.path("diff")])
      .run()
    #expect(
      try place.read("diff") == """
        50.0 points more: coverage 1 0.0 % (0 of 2), coverage 2 50.0 % (1 of 2)

        Newly covered: 1
          function  place
          main      a.c:1

        """)
  }

  @Test func severalCoveragesBecomeOneDocument() throws {
    let place = try CoveragePlace()
    let file = place.path("merged.json")
    try CoverageMergeCommand.parse(["1", "2", "--db", place.database, "-o", file]).run()
    let merged = try CoverageJSON.read(path: file)
    #expect(CoverageSummary(merged).hit == 1)
    #expect(merged.session.mergedFrom.map(\.id) == [1, 2])
    #expect(throws: ExitCode(2)) {
      try CoverageMergeCommand.parse(["1", "1", "--db", place.database]).run()
    }
  }

  @Test(
    arguments: [
      ([], ["SONDE_COVERAGE": "4", "SONDE_COVERAGE_DB": "/a.db"], "/a.db", 4),
      (["--coverage", "5"], ["SONDE_COVERAGE": "4", "SONDE_COVERAGE_DB": "/a.db"], "/a.db", 5),
      (["--db", "/b.db"], ["SONDE_COVERAGE": "4", "SONDE_COVERAGE_DB": "/a.db"], "/b.db", nil),
      (["--db", "/b.db", "--coverage", "6"], ["SONDE_COVERAGE": "4"], "/b.db", 6),
      ([], ["SONDE_COVERAGE": "", "SONDE_COVERAGE_DB": "/a.db"], "/a.db", nil),
    ] as [([String], [String: String], String, Int64?)])
  func aMarkFindsItsCoverage(
    arguments: [String], environment: [String: String], path: String, coverage: Int64?
  ) throws {
    let place = try CoverageMarkCommand.parse(["a test"] + arguments)
      .place(environment: environment)
    #expect(place.path == path && place.coverage == coverage)
  }

  @Test func aVariableThatIsNoNumberIsNamed() throws {
    let command = try CoverageMarkCommand.parse(["a test"])
    let error = #expect(throws: CommandFailure.self) {
      try command.place(environment: ["SONDE_COVERAGE": "x", "SONDE_COVERAGE_DB": "/a.db"])
    }
    #expect(error?.message.hasPrefix("SONDE_COVERAGE: 'x' is no number of a coverage") == true)
  }

  @Test func aMarkWithoutARunningCoverageEndsWithTwo() throws {
    let place = try CoveragePlace()
    #expect(throws: ExitCode(2)) {
      try CoverageMarkCommand.parse(["a test", "--db", place.database]).run()
    }
  }
}

/// A directory with a database of two coverages of one object with two functions: in the first none
/// ran, in the second one did.
private final class CoveragePlace {
  let directory: URL
  var database: String { path("sonde.db") }

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("sonde-coverage-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    _ = try RecordWriter(path: database)
    try DatabaseQueue(path: database).write { database in
      try database.execute(
        sql: """
          INSERT INTO coverage(id, command, started_ns, ended_ns, state, scope)
            VALUES (1, '["a"]', 10, 20, 'ended', '{}'), (2, '["a"]', 30, 40, 'ended', '{}');
          INSERT INTO code_object VALUES (1, 'aa', 'executable', '[]', 0, 1);
          INSERT INTO code_function VALUES
            (1, 16, 8, 'main', 'main', '/src/a.c', 1, 0, NULL),
            (1, 32, 8, 'usage', 'usage', '/src/a.c', 9, 0, NULL);
          INSERT INTO coverage_object VALUES (1, 1, '/bin/a', NULL, NULL), (2, 1, '/bin/a', NULL, NULL);
          INSERT INTO coverage_function(coverage_id, object_id, offset, state, hits) VALUES
            (1, 1, 16, 'attached', 0), (1, 1, 32, 'attached', 0), (2, 1, 16, 'hit', 1),
            (2, 1, 32, 'attached', 0);
          """)
    }
  }

  deinit { try? FileManager.default.removeItem(at: directory) }

  func path(_ name: String) -> String { directory.appendingPathComponent(name).path }

  func write(_ text: String, _ name: String) throws -> String {
    try Data(text.utf8).write(to: URL(fileURLWithPath: path(name)))
    return path(name)
  }

  func read(_ name: String) throws -> String {
    String(decoding: try Data(contentsOf: URL(fileURLWithPath: path(name))), as: UTF8.self)
  }
}
