import Foundation
import GRDB
import Testing

extension TracingTests {
  @Suite("A killed sonde")
  struct CrashTests {
    @Test("leaves a database that opens, and the next start says that the run was interrupted")
    func isInterrupted() async throws {
      let directory = try TemporaryDirectory()
      let path = directory.path("trace.db")
      let sonde = try RunningCommand(
        [
          try Installation().sonde, "run", "--no-report", "--db", path, "--",
          try Installation().workloads, "storm", "1000000", "2",
        ], in: directory)
      defer { sonde.killGroup() }
      try await wait(for: "a thousand rows") {
        directory.exists("trace.db")
          && (try? StoredDatabase(path).number("SELECT count(*) FROM processes")) ?? 0 > 1000
      }
      sonde.send(SIGKILL)
      #expect(try await sonde.end().status == 137)
      sonde.killGroup()  // what it traced goes on

      let database = try StoredDatabase(path)
      #expect(try database.texts("PRAGMA integrity_check") == ["ok"])
      #expect(try #require(try database.number("SELECT count(*) FROM processes")) > 1000)

      let next = try await Trace(["/bin/true"], in: directory)
      let runs = try next.database.runs()
      #expect(runs.map(\.interrupted) == [true, false])
      #expect(runs.map(\.complete) == [false, true])
      #expect(try next.database.texts("PRAGMA integrity_check") == ["ok"])
    }

    @Test("leaves no run of a living sonde marked as interrupted")
    func othersLive() async throws {
      let directory = try TemporaryDirectory()
      let path = directory.path("trace.db")
      let first = try RunningCommand(
        [
          try Installation().sonde, "run", "--no-report", "--db", path, "--", "/bin/sh", "-c",
          "touch started; while [ ! -e go ]; do sleep 0.02; done",
        ], in: directory)
      defer { first.killGroup() }
      try await wait(for: "the first run") { directory.exists("started") }
      let second = try await Trace(["/bin/true"], in: directory)
      #expect(second.result.status == 0)
      try directory.write("", to: "go")
      #expect(try await first.end().status == 0)
      let runs = try second.database.runs()
      #expect(runs.map(\.interrupted) == [false, false])
      #expect(runs.map(\.complete) == [true, true])
      let firstRun = try #require(runs.first).runId
      // What one of them does is not the other's.
      let others = "SELECT count(*) FROM processes WHERE run_id <> ?"
      #expect(try second.database.number(others, [firstRun]) == 1)
    }
  }
}
