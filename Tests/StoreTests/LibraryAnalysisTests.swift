import Testing

@testable import Store

@Suite("The analysis of libraries")
struct LibraryAnalysisTests {
  private let database: AnalysisDatabase

  init() throws {
    database = try AnalysisDatabase()
    for run in 1...6 as ClosedRange<Int64> {
      try database.run(
        run, pipeline: [nil, "rnaseq", "qc"][Int(run % 3)], started: run * 1000,
        ended: run * 1000 + 500)
    }
    try database.execute(
      """
      INSERT INTO library(id, kind, name, version, path, build_id, package) VALUES
        (1, 'shared-object', 'libc.so.6', '2.36', '/lib/libc.so.6', 'ab01', 'libc6'),
        (2, 'shared-object', 'libz.so.1', '1.2.13', '/lib/libz.so.1', 'cd02', 'zlib1g'),
        (3, 'shared-object', 'libz.so.1', '1.3', '/opt/libz.so.1', 'ef03', NULL),
        (4, 'python', 'numpy', '1.24', '/usr/lib/python3/numpy', NULL, 'python3-numpy'),
        (5, 'r', x'61ff', NULL, '/usr/lib/R/a', NULL, NULL);
      INSERT INTO library_use VALUES (1, 1, 10), (2, 1, 20), (3, 1, 30), (4, 1, 40), (1, 2, 5),
        (2, 3, 7), (5, 4, 100), (6, 5, 1), (7, 1, 1000);
      """)
  }

  @Test("adds up by library, the most used first")
  func sums() throws {
    let analysis = try database.reader().libraries(LibraryFilter())
    #expect(analysis.runs == 6)
    #expect(analysis.uses.elements.map(\.library.id) == [1, 4, 3, 2, 5])
    #expect(analysis.uses.elements.map(\.processes) == [100, 100, 7, 5, 1])
    #expect(analysis.uses.elements.map(\.runs) == [4, 1, 1, 1, 1])
    #expect(analysis.uses.elements[0].pipelines == ["qc", "rnaseq"])
    #expect(analysis.uses.elements[4].library.name == RawText([0x61, 0xff]))
    #expect(analysis.pipelines == nil)
  }

  @Test("orders by runs, and counts what it leaves out")
  func order() throws {
    try database.execute("INSERT INTO library_use VALUES (3, 2, 1), (4, 2, 1)")
    let analysis = try database.reader().libraries(LibraryFilter(), order: .runs, top: 2)
    #expect(analysis.uses.elements.map(\.library.id) == [1, 2])
    #expect(analysis.uses.omitted == 3)
  }

  @Test("lists each pipeline apart, those without a name last")
  func byPipeline() throws {
    let analysis = try database.reader().libraries(LibraryFilter(), top: 1, byPipeline: true)
    let pipelines = try #require(analysis.pipelines)
    #expect(pipelines.map(\.name) == ["qc", "rnaseq", nil])
    #expect(pipelines.map { $0.uses.map(\.library.id) } == [[4], [1], [1]])
    #expect(pipelines.map(\.omitted) == [2, 1, 1])
  }

  @Test("looks at the runs and the kind that are asked for")
  func filters() throws {
    func libraries(_ change: (inout LibraryFilter) -> Void) throws -> [Int64] {
      var filter = LibraryFilter()
      change(&filter)
      return try database.reader().libraries(filter).uses.elements.map(\.library.id)
    }
    #expect(try libraries { $0.runID = 2 } == [1, 3])
    #expect(try libraries { $0.pipeline = "qc" } == [4, 1, 3])
    #expect(try libraries { $0.kind = .python } == [4])
    #expect(try libraries { $0.since = 5200 } == [4, 5])
    #expect(try libraries { $0.until = 2000 } == [1, 2])
    #expect(try libraries { $0.pipeline = "none" } == [])
  }
}
