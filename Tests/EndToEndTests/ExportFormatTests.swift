import Foundation
import Testing

extension TracingTests {
  @Suite("Exports in formats that others read")
  struct ExportFormatTests {
    private static let views = [
      "runs", "processes", "executions", "samples", "host_samples", "filesystem_samples", "losses",
      "process_summaries", "tool_summaries",
    ]

    @Test("Every view is the same in CSV, JSON lines and Parquet as in the database")
    func tables() async throws {
      let export = try await Export.ofHostileRun()
      for view in Self.views {
        for format in ["csv", "jsonl", "parquet"] {
          let result = try await export.run("--table", view, "-o", "\(view).\(format)")
          #expect(result.status == 0, "\(view) \(result.errorText)")
          #expect(result.output.isEmpty)
        }
        let output = try await export.python(
          "check_tables.py", export.database, view, export.directory.path("\(view).csv"),
          export.directory.path("\(view).jsonl"), export.directory.path("\(view).parquet"))
        if view != "losses" { #expect(String(decoding: output, as: UTF8.self) != "0\n", "\(view)") }
      }
    }

    @Test("Standard output has the same bytes as a file")
    func standardOutput() async throws {
      let export = try await Export.ofHostileRun()
      for format in ["csv", "jsonl", "parquet", "nextflow-trace", "perfetto"] {
        let what = ["csv", "jsonl", "parquet"].contains(format) ? ["--table", "executions"] : []
        let file = try await export.start(what + ["--format", format, "-o", "out.\(format)"]).end()
        let output = try await export.start(what + ["--format", format, "-o", "-"]).end()
        #expect(file.status == 0 && output.status == 0, "\(file.errorText) \(output.errorText)")
        let written = try Data(contentsOf: URL(filePath: export.directory.path("out.\(format)")))
        #expect(written == output.output && !written.isEmpty, "\(format)")
      }
    }

    @Test("Of a statement, NULL and the empty text differ, and integers are exact")
    func statement() async throws {
      let export = try await Export.ofHostileRun()
      let sql = """
        SELECT NULL AS a, '' AS b, 9223372036854775807 AS c, 0.1 AS d, 'x,"y"' AS e, 9e999 AS f,
          1 AS a
        """
      let csv = try await export.run(sql, "--format", "csv")
      #expect(
        csv.outputText
          == "a,b,c,d,e,f,a\r\n,\"\",9223372036854775807,0.1,\"x,\"\"y\"\"\",inf,1\r\n")
      let json = try await export.run(sql, "--format", "jsonl")
      #expect(
        json.outputText
          == #"{"a":null,"b":"","c":9223372036854775807,"d":0.1,"e":"x,\"y\"","f":null,"a_2":1}"#
          + "\n")
    }

    @Test("A terminal gets no controls, and nothing that is for programs")
    func terminal() async throws {
      let export = try await Export.ofHostileRun()
      for format in ["csv", "jsonl", "nextflow-trace"] {
        let what = format == "nextflow-trace" ? "" : "'SELECT argv, executable FROM executions'"
        let result = try await onTerminal(export, "\(what) --format \(format)")
        #expect(result.status == 0)
        let steering = result.output.filter {
          ($0 < 0x20 && ![9, 10, 13].contains($0)) || $0 == 0x7f
        }
        #expect(steering.isEmpty, "\(format): \(result.outputText)")
        #expect(result.outputText.contains("tool"))
      }
      for format in ["parquet --run latest", "perfetto"] {
        let result = try await onTerminal(export, "--format \(format)")
        #expect(result.status == 2)
        #expect(result.outputText.contains("-o"), "\(result.outputText)")
      }
    }

    @Test("A Nextflow trace has a line for each process, and nothing that is not known")
    func nextflow() async throws {
      let export = try await Export.ofHostileRun()
      let result = try await export.run("--format", "nextflow-trace")
      let lines = result.outputText.split(separator: "\n").map {
        $0.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
      }
      #expect(
        lines.first == [
          "task_id", "hash", "native_id", "name", "status", "exit", "submit", "duration",
          "realtime", "%cpu", "peak_rss", "peak_vmem", "rchar", "wchar",
        ])
      let processes = try StoredDatabase(export.database).processes()
      #expect(lines.count == processes.count + 1)
      #expect(lines.allSatisfy { $0.count == 14 })
      let rows = lines.dropFirst()
      #expect(rows.contains { $0[4] == "FAILED" && $0[5] == "3" })
      #expect(rows.contains { $0[3] == "sleep" && $0[4] == "FAILED" && $0[5] == "137" })
      #expect(rows.contains { $0[3] == #"tool\xff\x0a"# && $0[4] == "COMPLETED" })
      #expect(rows.allSatisfy { $0[1] == "-" && $0[6] == "-" && $0[7] == "-" && $0[11] == "-" })
    }

    @Test("A Nextflow trace with all columns in plain numbers agrees with the database")
    func nextflowRaw() async throws {
      let export = try await Export.ofHostileRun()
      let result = try await export.run(
        "--run", "1", "--format", "nextflow-trace", "--fields",
        "task_id,peak_rss,rchar,realtime,start",
        "--raw")
      let rows = result.outputText.split(separator: "\n").dropFirst()
      let expected = try StoredDatabase(export.database).texts(
        """
        SELECT process_id || char(9)
          || CASE peak_rss_source WHEN 'exact' THEN peak_rss_bytes ELSE '-' END || char(9)
          || coalesce(rchar, '-') || char(9)
        FROM processes ORDER BY process_id
        """)
      #expect(rows.count == expected.count)
      for (row, prefix) in zip(rows, expected) { #expect(row.hasPrefix(prefix), "\(row)") }
    }

    @Test("A trace for Perfetto is one by Perfetto's own definitions")
    func perfetto() async throws {
      struct Found: Decodable {
        let processes: Int
        let pids: [Int]
        let counters: [String]
        let unfinished: Int
        let arrows: Int
      }
      let export = try await Export.ofHostileRun()
      let result = try await export.run("-o", "run.pftrace")
      #expect(result.status == 0, "\(result.errorText)")
      let output = try await export.python(
        "check_perfetto.py", export.directory.path("run.pftrace"))
      let found = try JSONDecoder().decode(Found.self, from: output)
      let processes = try StoredDatabase(export.database).processes()
      #expect(found.pids == processes.map { Int($0.pid) })
      #expect(found.arrows == processes.count { $0.parentId != nil })
      #expect(found.unfinished == 0)
      #expect(found.counters.contains("RSS") && found.counters.contains("host CPU"))
      let text = String(decoding: output, as: UTF8.self)
      #expect(text.contains(#"tool\\xff\\x0a"#) && text.contains("exit_code"))
    }

    @Test("A pid that was used twice makes two tracks")
    func pidReuse() async throws {
      let export = try await Export.ofHostileRun()
      let update = "UPDATE process SET pid = 4711 WHERE id IN (2, 3)"
      let result = try await RunningCommand(
        [
          try Export.python(), "-c",
          "import sqlite3, sys; c = sqlite3.connect(sys.argv[1]); c.execute(sys.argv[2]); c.commit()",
          export.database, update,
        ], in: export.directory
      ).end()
      try #require(result.status == 0, "\(result.errorText)")
      #expect(try await export.run("-o", "run.pftrace").status == 0)
      // The checker refuses a track that is described twice.
      _ = try await export.python("check_perfetto.py", export.directory.path("run.pftrace"))
    }

    /// Runs an export with a terminal for its output.
    private func onTerminal(
      _ export: Export, _ arguments: String
    ) async throws -> RunningCommand.Result {
      let sonde = try Installation().sonde
      return try await RunningCommand(
        ["script", "-qec", "\(sonde) export --db \(export.database) \(arguments)", "/dev/null"],
        in: export.directory
      ).end()
    }
  }
}
