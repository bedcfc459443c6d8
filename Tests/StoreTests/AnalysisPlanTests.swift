import GRDB
import Testing

@testable import Store

@Suite("The plans of the analyses' statements")
struct AnalysisPlanTests {
  /// Statements that read a whole table because all of it is wanted.
  private static let wholeTables: [String: String] = [
    AnalysisSQL.runs: "SCAN run",
    AnalysisSQL.pipelines: "SCAN run",
    AnalysisSQL.users: "SCAN user",
    AnalysisSQL.libraries: "SCAN library",
    AnalysisSQL.libraryUses: "SCAN library_use",
  ]

  /// Statements that must find their rows, and by what.
  private static let searches: [(sql: String, plan: String)] = [
    (
      AnalysisSQL.processes(withLineage: true),
      "SEARCH process USING INTEGER PRIMARY KEY (rowid>? AND rowid<?)"
    ),
    (
      AnalysisSQL.processesOfRun(withLineage: true),
      "SEARCH process USING INDEX process_run (run_id=? AND rowid>? AND rowid<?)"
    ),
    (
      AnalysisSQL.processCount, "SEARCH process USING COVERING INDEX process_run (run_id=?)"
    ),
    (AnalysisSQL.firstProcess, "SEARCH process USING COVERING INDEX process_run (run_id=?)"),
    (AnalysisSQL.lastProcess, "SEARCH process USING COVERING INDEX process_run (run_id=?)"),
    (AnalysisSQL.tool, "SEARCH tool USING INTEGER PRIMARY KEY (rowid=?)"),
    (AnalysisSQL.lastTool, "SEARCH tool"),
    (AnalysisSQL.firstID, "SEARCH process"),
    (AnalysisSQL.lastID, "SEARCH process"),
    (AnalysisSQL.process, "SEARCH p USING INTEGER PRIMARY KEY (rowid=?)"),
    (AnalysisSQL.libraryUsesOfRun, "SEARCH library_use USING PRIMARY KEY (run_id=?)"),
  ]

  @Test("go by an index or the primary key, and sort nothing", arguments: searches.indices)
  func finds(number: Int) throws {
    let (sql, expected) = Self.searches[number]
    let plan = try Self.plan(sql)
    #expect(plan.first == expected, "\(sql)")
    #expect(!plan.contains { $0.hasPrefix("SCAN") || $0.contains("TEMP") }, "\(plan)")
  }

  @Test(
    "read a whole table only where all of it is wanted, once",
    arguments: wholeTables.keys.sorted())
  func scans(sql: String) throws {
    let plan = try Self.plan(sql)
    let table = try #require(Self.wholeTables[sql])
    #expect(plan.filter { $0.hasPrefix("SCAN") } == [table])
    // Pipelines are few, and told apart by a tree; runs are thousands, not millions.
    #expect(!plan.contains { $0.contains("TEMP") } || sql == AnalysisSQL.pipelines, "\(plan)")
  }

  private static func plan(_ sql: String) throws -> [String] {
    let database = try AnalysisDatabase()
    return try database.reader().reading { database in
      try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + sql.replacing("?", with: "1")).map {
        $0["detail"]
      }
    }
  }
}
