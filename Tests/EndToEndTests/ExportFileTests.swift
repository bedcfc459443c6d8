import Foundation
import GRDB
import Testing

extension TracingTests {
  @Suite("The file of an export")
  struct ExportFileTests {
    /// Rows without end.
    private static let endless =
      "WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k) SELECT i, i / 7.0 FROM k"

    private let export: Export

    init() async throws {
      let directory = try TemporaryDirectory()
      _ = try await Trace(["/bin/true"], in: directory)
      export = Export(directory: directory, database: directory.path("trace.db"))
    }

    @Test(
      "What cannot be meant ends with 2 and says what to do",
      arguments: [
        (["--table", "proceses", "-o", "x.csv"], "did you mean 'processes'?"),
        (["--run", "99", "-o", "x.csv"], "no run 99; the runs here are 1 to 1"),
        (["--run", "none", "-o", "x.csv"], "none"),
        (["SELECT pid FROM proceses", "-o", "x.csv"], "did you mean 'processes'?"),
        (["SELECT exit_cod FROM processes", "-o", "x.csv"], "did you mean 'exit_code'?"),
        (["DELETE FROM process", "-o", "x.csv"], "only read"),
        (["SELECT 1; SELECT 2", "-o", "x.csv"], "one statement"),
        (["--table", "runs", "-o", "x.dat"], "--format"),
        (["--table", "runs"], "--format"),
        (["--format", "xml", "--table", "runs"], "parquet"),
        (["-o", "x.csv"], "--table"),
        (["--table", "runs", "--run", "1", "-o", "x.csv"], "one of"),
        (["--table", "runs", "-o", "x.pftrace"], "--run"),
        (["--table", "runs", "-o", "x.csv", "--raw"], "nextflow-trace"),
        (["--format", "nextflow-trace", "--fields", "pid"], "fields"),
        (["--dataset", "d", "--table", "runs"], "--dataset"),
        (["--table", "runs", "-o", "missing/x.csv"], "missing/x.csv"),
        (["--table", "runs", "--format", "csv", "-o", "."], "directory"),
        (["--table", "runs", "-o", "/proc/x.csv"], "/proc/x.csv"),
        (["--dataset", "missing/d"], "missing/d"),
        (["--dataset", "trace.db"], "trace.db"),
      ] as [([String], String)])
    func refusals(arguments: [String], words: String) async throws {
      let before = try export.names()
      let result = try await export.start(arguments).end()
      #expect(result.status == 2, "\(result.errorText)")
      #expect(result.errorText.contains(words), "\(result.errorText)")
      #expect(try export.names() == before)
    }

    @Test("A file that is there is replaced only if that is wished")
    func existing() async throws {
      try export.directory.write("mine", to: "x.csv", permissions: 0o640)
      let refused = try await export.run("--table", "runs", "-o", "x.csv")
      #expect(refused.status == 2)
      #expect(refused.errorText.contains("--force"))
      #expect(try export.directory.read("x.csv") == "mine")
      #expect(try await export.run("--table", "runs", "-o", "x.csv", "--force").status == 0)
      #expect(try export.directory.read("x.csv").hasPrefix("run_id,"))
    }

    @Test("A new file is as private as the database")
    func permissions() async throws {
      _ = try await export.run("--table", "runs", "-o", "x.csv")
      let attributes = try FileManager.default.attributesOfItem(
        atPath: export.directory.path("x.csv"))
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("A device or a pipe is written to, not replaced")
    func device() async throws {
      #expect(
        try await export.run("--table", "runs", "--format", "csv", "-o", "/dev/null").status == 0)
      var status = stat()
      #expect(stat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test("A link leads to the file that is replaced")
    func link() async throws {
      try export.directory.write("old", to: "real.csv")
      try FileManager.default.createSymbolicLink(
        atPath: export.directory.path("x.csv"), withDestinationPath: "real.csv")
      #expect(try await export.run("--table", "runs", "-o", "x.csv", "--force").status == 0)
      #expect(try export.directory.read("real.csv").hasPrefix("run_id,"))
      let kind = try FileManager.default.attributesOfItem(atPath: export.directory.path("x.csv"))
      #expect(kind[.type] as? FileAttributeType == .typeSymbolicLink)
    }

    @Test("A disk that fills up leaves no file", arguments: ["csv", "jsonl", "parquet"])
    func fullDisk(format: String) async throws {
      let disk = export.directory.path("disk")
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
      let mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]
      try #require(try await RunningCommand(mount, in: export.directory).end().status == 0)
      // Looked through once before it is written, so it needs an end; and nothing to compress.
      let sql =
        format == "parquet"
        ? """
        WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 200000)
        SELECT hex(randomblob(16)) FROM k
        """ : Self.endless
      let result = try await export.run(sql, "-o", "disk/x.\(format)")
      #expect(result.status == 2)
      #expect(result.errorText.contains("disk/x.\(format)"), "\(result.errorText)")
      #expect(result.errorText.contains("No space left"), "\(result.errorText)")
      #expect(try export.names(in: "disk") == [])
      #expect(try await RunningCommand(["umount", disk], in: export.directory).end().status == 0)
    }

    @Test(
      "A signal leaves no file",
      arguments: [(SIGINT, 130), (SIGTERM, 143)] as [(Int32, Int32)])
    func signal(number: Int32, status: Int32) async throws {
      let sonde = try export.start([Self.endless, "-o", "x.csv"])
      // It is started by env.
      try await wait(for: "the temporary file") {
        try export.names().contains { $0.hasPrefix(".x.csv.") }
      }
      kill(-sonde.pid, number)
      #expect(try await sonde.end().status == status)
      #expect(try export.names().filter { $0.contains("x.csv") } == [])
    }

    @Test("What a killed export has left is removed by the next")
    func leftovers() async throws {
      let sonde = try export.start([Self.endless, "-o", "x.csv"])
      try await wait(for: "the temporary file") {
        try export.names().contains { $0.hasPrefix(".x.csv.") }
      }
      kill(-sonde.pid, SIGKILL)
      #expect(try await sonde.end().status == 137)
      #expect(try export.names().contains { $0.hasPrefix(".x.csv.") })
      #expect(try await export.run("--table", "runs", "-o", "x.csv").status == 0)
      #expect(try export.names().filter { $0.contains("x.csv") } == ["x.csv"])
    }

    @Test("Nobody has to read on")
    func closedPipe() async throws {
      let sonde = try Installation().sonde
      let result = try await RunningCommand(
        [
          "bash", "-c",
          "\(sonde) export --db \(export.database) --format csv '\(Self.endless)' | head -2",
        ], in: export.directory
      ).end()
      #expect(result.status == 0)
      #expect(result.outputText == "i,i / 7.0\r\n1,\(1 / 7.0)\r\n")
      #expect(result.errorText.isEmpty, "\(result.errorText)")
    }

    @Test("A million rows take little memory", arguments: ["csv", "jsonl", "parquet"])
    func memory(format: String) async throws {
      let sql = """
        WITH RECURSIVE k(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM k WHERE i < 1000000)
        SELECT i, i * 0.5 AS half, 'sample_' || i AS name, i % 100 AS few, 'x' AS same FROM k
        """
      let measure = """
        import resource, subprocess, sys
        done = subprocess.run(sys.argv[1:])
        print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
        sys.exit(done.returncode)
        """
      let result = try await RunningCommand(
        [
          "python3", "-c", measure, try Installation().sonde, "export", "--db", export.database,
          sql, "-o", "x.\(format)",
        ], in: export.directory
      ).end()
      #expect(result.status == 0, "\(result.errorText)")
      let kib = try #require(Int(result.outputText.split(separator: "\n").last ?? ""))
      #expect(kib < 100 << 10)
    }

    @Test("While processes are recorded an export is of one moment")
    func whileRecording() async throws {
      let recording = try RunningCommand(
        [
          try Installation().sonde, "run", "--no-report", "--db", export.database, "--",
          try Installation().workloads, "storm", "20000", "2",
        ], in: export.directory)
      defer { recording.killGroup() }
      // The columns are looked through before they are written, and no row may come in between.
      let sql = "SELECT (SELECT count(*) FROM process) AS total, process_id FROM processes"
      let script = """
        import pyarrow.parquet, sys
        table = pyarrow.parquet.read_table(sys.argv[1])
        print(table.num_rows, *set(table.column("total").to_pylist()))
        """
      var counts: Set<String> = []
      for number in 1...8 {
        let file = "\(number).parquet"
        let result = try await export.run(sql, "-o", file)
        #expect(result.status == 0, "\(result.errorText)")
        let words = try await RunningCommand(
          [try Export.python(), "-c", script, export.directory.path(file)], in: export.directory
        ).end().outputText.split(whereSeparator: \.isWhitespace)
        #expect(words.count == 2 && words[0] == words[1], "\(words)")
        counts.formUnion(words.map(String.init))
      }
      #expect(counts.count > 1, "nothing was recorded meanwhile")
      #expect(try await recording.end().status == 0)
    }

    @Test("A value that is not what its column holds is told with its place")
    func misfit() async throws {
      try await DatabaseQueue(path: export.database).write {
        try $0.execute(sql: "UPDATE process SET pid = 'seven'")
      }
      let result = try await export.run("--table", "processes", "-o", "x.parquet")
      #expect(result.status == 2)
      #expect(result.errorText.contains("row 1, column 'pid'"), "\(result.errorText)")
      #expect(!export.directory.exists("x.parquet"))
    }
  }
}
