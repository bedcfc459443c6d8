import Foundation
import GRDB
import Testing

extension TracingTests {
  @Suite("A dataset")
  struct ExportDatasetTests {
    private struct Found: Decodable {
      struct Table: Decodable {
        let rows: Int
        let hosts: [String]
        let dates: [String]
        let keys: [String]
      }
      let tables: [String: Table]
      let hidden: [String]
    }

    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("has every row once, however often it is exported")
    func repeated() async throws {
      let export = try await Export.ofHostileRun()
      let first = try await export.run("--dataset", "d")
      #expect(first.status == 0, "\(first.errorText)")
      let files = try self.files(export)
      let again = try await export.run("--dataset", "d")
      #expect(again.outputText.contains("0 new runs, 0 new files"), "\(again.outputText)")
      #expect(try self.files(export) == files)
      let found = try await check(export)
      let database = try StoredDatabase(export.database)
      for (name, table) in found.tables {
        #expect(try database.number("SELECT count(*) FROM \(name)") == table.rows, "\(name)")
      }
      #expect(found.tables["processes"]?.keys == found.tables["runs"]?.keys)
      #expect(
        Set(found.tables.keys).isSuperset(of: [
          "runs", "processes", "executions", "samples", "failures", "failed_calls",
        ]))
      #expect(found.hidden == [])
    }

    @Test("takes a copy of a database for the same, and another database for another")
    func databases() async throws {
      let export = try await exportOfRuns(1)
      try FileManager.default.copyItem(
        atPath: export.database, toPath: directory.path("copy.db"))
      let copy = Export(directory: directory, database: directory.path("copy.db"))
      #expect(try await export.run("--dataset", "d").status == 0)
      #expect(try await copy.run("--dataset", "d").outputText.contains("0 new runs, 0 new files"))

      // Both go on by themselves: their second runs have the same number.
      _ = try await run(in: export.database)
      _ = try await run(in: copy.database)
      #expect(try await export.run("--dataset", "d").outputText.contains("1 new run,"))
      #expect(try await copy.run("--dataset", "d").outputText.contains("1 new run,"))
      let found = try await check(export)
      #expect(found.tables["runs"]?.rows == 3)
      #expect(found.tables["runs"]?.keys.count == 3)
    }

    @Test("gets a run only once it has ended")
    func openRuns() async throws {
      let export = try await exportOfRuns(1)
      try await change(export, "UPDATE run SET ended_ns = NULL")
      let early = try await export.run("--dataset", "d")
      #expect(early.outputText.contains("0 new runs") && early.outputText.contains("not ended"))
      try await change(export, "UPDATE run SET ended_ns = started_ns + 1")
      #expect(try await export.run("--dataset", "d").outputText.contains("1 new run,"))
    }

    @Test("that a killed export has left is completed and tidied up by the next")
    func completed() async throws {
      let export = try await exportOfRuns(2)
      #expect(try await export.run("--dataset", "d").status == 0)
      let whole = try files(export)
      // As it is when the export is killed before the last table: `runs` comes last.
      try FileManager.default.removeItem(atPath: directory.path("d/table=runs"))
      let place = try #require(whole.first { $0.contains("table=processes") })
      let date = URL(filePath: directory.path("d/\(place)")).deletingLastPathComponent().path
      try Data("half".utf8).write(to: URL(filePath: "\(date)/.part-x.parquet.0.sonde-part"))
      _ = try await run(in: export.database)
      #expect(try await export.run("--dataset", "d").outputText.contains("3 new runs"))
      let found = try await check(export)
      #expect(found.hidden == [])
      let database = try StoredDatabase(export.database)
      for name in ["runs", "processes", "executions"] {
        #expect(try database.number("SELECT count(*) FROM \(name)") == found.tables[name]?.rows)
      }
    }

    @Test("is partitioned by host and by the date of a run's start, in UTC")
    func partitions() async throws {
      let export = try await exportOfRuns(2)
      // 23:59:59.999999 and the next day's 00:00:00.
      try await change(
        export,
        """
        UPDATE run SET started_ns = 1769903999999999999 + id - 1,
          ended_ns = 1769904000000000000 + id;
        UPDATE session SET host = 'a/b=c %' WHERE id = 2
        """)
      #expect(try await export.run("--dataset", "d", environment: ["TZ": "Asia/Tokyo"]).status == 0)
      let names = try files(export).filter { $0.hasPrefix("table=runs") }
      #expect(names.count == 2)
      #expect(names.contains { $0.contains("/date=2026-01-31/") })
      #expect(names.contains { $0.contains("/host=a%2Fb%3Dc%20%25/date=2026-02-01/") })
      let found = try await check(export)
      #expect(found.tables["runs"]?.hosts.contains("a/b=c %") == true)
      #expect(found.tables["runs"]?.dates == ["2026-01-31", "2026-02-01"])
    }

    // MARK: Helpers

    private func exportOfRuns(_ count: Int) async throws -> Export {
      for _ in 0..<count { _ = try await run(in: directory.path("trace.db")) }
      return Export(directory: directory, database: directory.path("trace.db"))
    }

    private func run(in database: String) async throws -> RunningCommand.Result {
      try await RunningCommand(
        [try Installation().sonde, "run", "--no-report", "--db", database, "--", "/bin/true"],
        in: directory
      ).end()
    }

    private func change(_ export: Export, _ sql: String) async throws {
      try await DatabaseQueue(path: export.database).write { try $0.execute(sql: sql) }
    }

    private func check(_ export: Export) async throws -> Found {
      let output = try await export.python("check_dataset.py", export.directory.path("d"))
      return try JSONDecoder().decode(Found.self, from: output)
    }

    private func files(_ export: Export) throws -> [String] {
      let paths = try FileManager.default.subpathsOfDirectory(atPath: export.directory.path("d"))
      return paths.filter { $0.hasSuffix(".parquet") }.sorted()
    }
  }
}
