import Store
import Testing

@Suite struct CoverageMarkerTests {
  @Test func theOnlyRunningCoverageIsMarked() throws {
    let database = try CoverageDatabase()
    try database.coverage(1)
    try database.coverage(2, state: "running", ended: nil)
    #expect(try CoverageMarker(path: database.path).mark("a test", coverage: nil, at: 77) == 2)
    let marks = try database.reader().coverage(id: 2)?.marks
    #expect(marks == [CoverageMark(at: UTCTime(nanoseconds: 77), name: "a test")])
  }

  @Test func withoutATimeItIsNow() throws {
    let database = try CoverageDatabase()
    try database.coverage(2, state: "running", ended: nil)
    try CoverageMarker(path: database.path).mark("a test", coverage: 2)
    let mark = try #require(try database.reader().coverage(id: 2)?.marks.first)
    #expect(mark.at.nanoseconds > CoverageDatabase.start)
  }

  @Test(
    arguments: [
      ([], nil, "no coverage is running there"), ([(1, "ended")], nil, "no coverage is running"),
      ([(1, "running"), (2, "running")], nil, "2 coverages are running there (1, 2)"),
      ([(1, "running")], 5, "there is no coverage 5"),
      ([(1, "running"), (2, "budget")], 2, "coverage 2 is over (budget)"),
    ] as [([(Int64, String)], Int64?, String)])
  func whatCannotBeMarkedIsAnError(
    coverages: [(Int64, String)], coverage: Int64?, words: String
  ) throws {
    let database = try CoverageDatabase()
    for (id, state) in coverages { try database.coverage(id, state: state) }
    let error = #expect(throws: StoreError.self) {
      try CoverageMarker(path: database.path).mark("a", coverage: coverage)
    }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
  }

  @Test(arguments: ["", String(repeating: "x", count: 4097)])
  func aNameIsNeitherEmptyNorEndless(name: String) throws {
    let database = try CoverageDatabase()
    try database.coverage(1, state: "running")
    #expect(throws: StoreError.self) {
      try CoverageMarker(path: database.path).mark(name, coverage: 1)
    }
  }

  @Test func aDatabaseThatIsNotThereIsNotMade() {
    let error = #expect(throws: StoreError.self) { try CoverageMarker(path: "/nonexistent/a.db") }
    #expect(error?.message.hasPrefix("/nonexistent/a.db: there is no such database.") == true)
  }
}
