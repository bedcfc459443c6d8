import GRDB
import Store
import Testing

@testable import CoverageReport

@Suite struct CoverageReadingTests {
  @Test func aCoverageIsReadWithAllThatIsStored() throws {
    let database = try CoverageDatabase()
    try database.specimen()
    let coverage = try #require(try database.reader().coverage(id: 3))
    let session = coverage.session
    #expect(session.host == "north" && session.kernel == "6.18.0")
    #expect(session.command == ["/opt/app/bin/app", "--odd", RawText([0xff])])
    #expect(session.startedAt.description == "2023-11-14T22:13:20.000000000Z")
    #expect(session.scope == .object(["include": .array([.text("app*")]), "depth": .integer(2)]))
    #expect(session.overhead.probeTime == 420_000)
    #expect(coverage.objects.map(\.path.escaped) == ["/l\\xff.so", "/opt/app/bin/app"])
    #expect(coverage.objects.map(\.namesFrom) == [["symtab", "debug"], ["symtab", "debug"]])
    #expect(coverage.objects.map(\.lateMilliseconds) == [1.5, nil])
    #expect(coverage.objects.map(\.inlinedAway.count) == [0, 1])
    #expect(coverage.marks.map(\.name) == ["unit one", "unit two"])
    #expect(coverage.decisions.map(\.why) == ["most hits for their cost", "the program ended"])
    #expect(coverage.curve.map(\.milliseconds) == [0, 2.5])
    #expect(coverage.expectations.map(\.state) == [.seen, .missing])
  }

  @Test func aHitBelongsToTheLastMarkBeforeIt() throws {
    let database = try CoverageDatabase()
    try database.specimen()
    let coverage = try #require(try database.reader().coverage(id: 3))
    let tests = coverage.objects.flatMap(\.functions).filter(\.isHit).map(\.test)
    #expect(tests == ["unit two", nil, "unit one"])
  }

  @Test func aFunctionThatTheCoverageSaysNothingOfIsNotLeftOut() throws {
    let database = try CoverageDatabase()
    try database.coverage(1)
    try database.object(1, of: 1, buildID: "aa", path: "/a")
    try database.function("plain", at: 1, of: 1)
    try database.function("stub", at: 2, of: 1, ineligible: "a stub")
    let object = try #require(try database.reader().coverage(id: 1)?.objects.first)
    #expect(object.functions.map(\.state) == [.expected, .ineligible])
    #expect(object.functions.map(\.reason) == [nil, "a stub"])
  }

  @Test func whatIsNotThereIsNothing() throws {
    let database = try CoverageDatabase()
    let reader = try database.reader()
    #expect(try reader.newestCoverage() == nil)
    #expect(try reader.coverage(id: 1) == nil)
    #expect(try reader.coverages(limit: 9).isEmpty)
    #expect(try reader.hooks().isEmpty)
  }

  @Test func coveragesAreListedNewestFirst() throws {
    let database = try CoverageDatabase()
    try database.coverage(1)
    try database.coverage(2, state: "running", ended: nil)
    let reader = try database.reader()
    #expect(try reader.newestCoverage() == 2)
    #expect(try reader.runningCoverages() == [2])
    #expect(try reader.coverages(limit: 9).map(\.id) == [2, 1])
    #expect(try reader.coverages(limit: 1).map(\.state) == [.running])
  }

  @Test func lossesAreThoseOfTheRunAndThoseOfNobodyMeanwhile() throws {
    let database = try CoverageDatabase()
    try database.coverage(1)
    let start = CoverageDatabase.start
    try database.execute(
      """
      INSERT INTO loss VALUES (7, 1, 'exec', 2), (0, \(start + 5), 'exec', 3),
        (0, \(start - 5), 'exec', 100), (8, \(start + 5), 'exec', 1000), (7, 1, 'fork', 1)
      """)
    let session = try #require(try database.reader().coverages(limit: 1).first)
    #expect(
      session.losses == [LossCount(kind: "exec", count: 5), LossCount(kind: "fork", count: 1)])
    #expect(session.lost == 6)
  }

  @Test func hooksAreThoseOfTheNewestSession() throws {
    let database = try CoverageDatabase()
    try database.execute(
      """
      INSERT INTO hook VALUES (1, 'exec', 'verified', NULL, 5, 100),
        (2, 'exit', 'silent', 'nothing came', 6, NULL), (2, 'exec', 'attached', NULL, 6, NULL)
      """)
    let hooks = try database.reader().hooks()
    #expect(hooks.map(\.name) == ["exec", "exit"])
    #expect(hooks.map(\.state) == [.attached, .silent])
    #expect(hooks.map(\.reason) == [nil, "nothing came"])
  }

  @Test(
    arguments: [
      ("UPDATE coverage SET state = 'odd'", "the state of coverage 3"),
      ("UPDATE coverage_function SET state = 'odd'", "the state of a function of /l\\xff.so"),
      ("UPDATE coverage_expectation SET state = 'odd'", "an expectation of coverage 3"),
    ])
  func aWordThatNoVersionWritesIsAnError(sql: String, place: String) throws {
    let database = try CoverageDatabase()
    try database.specimen()
    try database.execute(sql)
    let error = #expect(throws: StoreError.self) { try database.reader().coverage(id: 3) }
    let message = error?.message ?? ""
    #expect(message.contains("'odd'") && message.contains(place) && message.contains(database.path))
  }
}
