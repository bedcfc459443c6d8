import Foundation
import GRDB
import Testing

extension TracingTests {
  @Suite("The database")
  struct DatabaseTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("is readable by its owner only")
    func permissions() async throws {
      _ = try await Trace(["/bin/true"], in: directory)
      let attributes = try FileManager.default.attributesOfItem(atPath: directory.path("trace.db"))
      #expect(attributes[.posixPermissions] as? Int == 0o600)
    }

    @Test("is one file once sonde has ended: it can be copied")
    func isClosed() async throws {
      let path = directory.path("trace.db")
      #expect(try await RunningCommand(sonde(path), in: directory).end().status == 3)
      #expect(!directory.exists("trace.db-wal"))
      #expect(!directory.exists("trace.db-shm"))
    }

    @Test("keeps the runs of many starts")
    func grows() async throws {
      for number in 1...3 {
        let trace = try await Trace(
          ["/bin/true"], options: ["--name", "run \(number)"], in: directory)
        #expect(try trace.database.runs().map(\.name) == (1...number).map { "run \($0)" })
      }
    }

    @Test("in a directory that does not exist is refused by its path")
    func missingDirectory() async throws {
      let path = directory.path("missing/trace.db")
      let result = try await run(path)
      #expect(result.status == 2)
      #expect(result.errorText.contains(path))
      #expect(!directory.exists("ran"))
    }

    @Test("that is a directory is refused by its path")
    func isDirectory() async throws {
      let result = try await run(directory.path)
      #expect(result.status == 2)
      #expect(result.errorText.contains(directory.path))
      #expect(!directory.exists("ran"))
    }

    @Test("that is a text file is refused, and left as it is")
    func textFile() async throws {
      let text = String(repeating: "This is no database.\n", count: 100)
      let path = try directory.write(text, to: "notes.txt")
      let result = try await run(path)
      #expect(result.status == 2)
      #expect(result.errorText.contains(path))
      #expect(try directory.read("notes.txt") == text)
      #expect(!directory.exists("ran"))
    }

    @Test("of another program is refused, and left as it is")
    func foreign() async throws {
      let path = directory.path("music.db")
      try await DatabaseQueue(path: path).write {
        try $0.execute(sql: "CREATE TABLE song (title TEXT); INSERT INTO song VALUES ('Sonde')")
      }
      let before = try Data(contentsOf: URL(filePath: path))
      let result = try await run(path)
      #expect(result.status == 2)
      #expect(result.errorText.contains(path))
      #expect(try Data(contentsOf: URL(filePath: path)) == before)
      #expect(!directory.exists("ran"))
    }

    @Test("may be locked by somebody else for a while")
    func locked() async throws {
      _ = try await Trace(["/bin/true"], in: directory)
      let path = directory.path("trace.db")
      let lock = try openForLocking(path)
      try await lock.writeWithoutTransaction { try $0.execute(sql: "BEGIN EXCLUSIVE") }
      let release = Task {
        try await Task.sleep(for: .seconds(3))
        try await lock.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
      }
      let result = try await RunningCommand(sonde(path), in: directory).end()
      try await release.value
      #expect(result.status == 3, "\(result.errorText)")
      let last = try #require(try StoredDatabase(path).runs().last)
      #expect(last.exitCode == 3)
      #expect(last.complete == true)
    }

    @Test("may be locked while the command runs")
    func lockedLater() async throws {
      let path = directory.path("trace.db")
      let running = try RunningCommand(
        [
          try Installation().sonde, "run", "--no-report", "--db", path, "--", "/bin/sh", "-c",
          "touch started; while [ ! -e go ]; do sleep 0.02; done; exit 3",
        ], in: directory)
      try await wait(for: "the command") { directory.exists("started") }
      let lock = try openForLocking(path)
      try await lock.writeWithoutTransaction { try $0.execute(sql: "BEGIN IMMEDIATE") }
      try directory.write("", to: "go")
      try await Task.sleep(for: .seconds(3))
      try await lock.writeWithoutTransaction { try $0.execute(sql: "ROLLBACK") }
      #expect(try await running.end().status == 3)
      let run = try #require(try StoredDatabase(path).runs().last)
      #expect(run.complete == true)
      #expect(run.exitCode == 3)
    }

    @Test("on a disk that fills up costs rows, not the command")
    func diskFull() async throws {
      let disk = directory.path("disk")
      try FileManager.default.createDirectory(atPath: disk, withIntermediateDirectories: false)
      let mount = ["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]
      try #require(try await RunningCommand(mount, in: directory).end().status == 0)
      let path = "\(disk)/trace.db"
      let program = try Installation().workloads
      let result = try await RunningCommand(
        [
          try Installation().sonde, "run", "--no-report", "--db", path, "--", "/bin/sh", "-c",
          "\(program) storm 20000 2 && exit 3",
        ], in: directory
      ).end()
      #expect(result.status == 3)
      #expect(result.errorText.contains(path))
      #expect(result.errorText.contains("full"))
      // Copied, for opening a database needs room as well.
      for suffix in ["", "-wal"] {
        try? FileManager.default.copyItem(
          atPath: path + suffix, toPath: directory.path("copy.db" + suffix))
      }
      #expect(try await RunningCommand(["umount", disk], in: directory).end().status == 0)
      let copy = try StoredDatabase(directory.path("copy.db"))
      #expect(try copy.texts("PRAGMA integrity_check") == ["ok"])
      #expect(try #require(try copy.number("SELECT count(*) FROM processes")) > 100)
      #expect(try #require(try copy.runs().first).complete != true)
    }

    /// Tries to trace a command that leaves a trace in the directory when it runs.
    private func run(_ database: String) async throws -> RunningCommand.Result {
      try await RunningCommand(try sonde(database), in: directory).end()
    }

    private func sonde(_ database: String) throws -> [String] {
      [
        try Installation().sonde, "run", "--no-report", "--db", database, "--", "/bin/sh", "-c",
        "touch ran; exit 3",
      ]
    }
  }

  @Suite("Without the right to trace")
  struct RightsTests {
    @Test(
      "sonde says once which capability it lacks",
      arguments: [
        ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"],
        ["setpriv", "--bounding-set=-all", "--inh-caps=-all"],
      ])
    func saysWhatItLacks(withoutRights: [String]) async throws {
      let directory = try TemporaryDirectory()
      // For everybody: what must be missing is the right to trace, not the right to write.
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o777], ofItemAtPath: directory.path)
      let copy = directory.path("sonde")
      try FileManager.default.copyItem(atPath: try Installation().sonde, toPath: copy)
      let result = try await RunningCommand(
        withoutRights + [
          copy, "run", "--db", directory.path("trace.db"), "--", "/bin/touch", "ran",
        ], in: directory
      ).end()
      #expect(result.status == 2)
      #expect(result.errorText.contains("CAP_BPF"), "\(result.errorText)")
      #expect(result.errorText.split(separator: "\n").count == 1, "\(result.errorText)")
      #expect(!directory.exists("ran"))
    }
  }
}

/// A connection that may keep a transaction open between two accesses.
private func openForLocking(_ path: String) throws -> DatabaseQueue {
  var configuration = Configuration()
  configuration.allowsUnsafeTransactions = true
  // Sonde may be in the middle of a batch.
  configuration.busyMode = .timeout(5)
  return try DatabaseQueue(path: path, configuration: configuration)
}
