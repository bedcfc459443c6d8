import Foundation
import GRDB
import Testing

extension TracingTests {
  @Suite("A storm of short processes")
  struct StormTests {
    @Test(
      "is stored without a gap",
      arguments: [(count: 20_000, parallel: 2, flags: []), (3000, 8, ["--fork"])])
    func isComplete(count: Int, parallel: Int, flags: [String]) async throws {
      let trace = try await Trace(
        [try Installation().workloads, "storm", String(count), String(parallel)] + flags)
      #expect(trace.result.status == 0, "\(trace.result.errorText)")
      let database = trace.database
      #expect(try database.number("SELECT count(*) FROM processes") == count + 1)
      #expect(
        try database.number("SELECT count(*) FROM processes WHERE exit_code = 0") == count + 1)
      #expect(try database.number("SELECT count(*) FROM executions") == count + 1)
      #expect(try database.number("SELECT count(DISTINCT process_id) FROM executions") == count + 1)
      #expect(try database.number("SELECT count(*) FROM losses") == 0)
      let run = try trace.run()
      #expect(run.complete == true)
      #expect(run.processes == count + 1)
      #expect(run.executions == count + 1)
      #expect(run.lostEvents == 0)
    }

    @Test("too large for the buffer says what was lost, by kind")
    func saysItsLosses() async throws {
      let directory = try TemporaryDirectory()
      let config = try directory.write("capture.ring_bytes = 65536\n", to: "config.toml")
      let trace = try await Trace(
        [try Installation().workloads, "storm", "5000", "8"], options: ["--config", config],
        in: directory)
      let run = try trace.run()
      let lost = try trace.database.number("SELECT sum(count) FROM losses") ?? 0
      #expect(run.lostEvents == lost)
      #expect(run.complete == (lost == 0))
    }

    @Test("of more processes than may be followed says that the map was full")
    func mapFull() async throws {
      let directory = try TemporaryDirectory()
      let config = try directory.write("capture.max_processes = 16\n", to: "config.toml")
      let trace = try await Trace(
        [try Installation().workloads, "pause-many", "50", "0.2"], options: ["--config", config],
        in: directory)
      #expect(try trace.database.texts("SELECT kind FROM losses").contains("process_map_full"))
      #expect(try trace.run().complete == false)
    }

    @Test("can be read while it goes on")
    func isReadable() async throws {
      let directory = try TemporaryDirectory()
      let path = directory.path("trace.db")
      let sonde = try RunningCommand(
        [
          try Installation().sonde, "run", "--no-report", "--db", path, "--",
          try Installation().workloads, "storm", "20000", "2",
        ], in: directory)
      try await wait(for: "rows") { directory.exists("trace.db") && (try? count(path)) ?? 0 > 100 }
      #expect(sonde.isRunning)
      #expect(try await sonde.end().status == 0)
      #expect(try count(path) == 20_001)
    }

    private func count(_ path: String) throws -> Int {
      try StoredDatabase(path).number("SELECT count(*) FROM processes") ?? 0
    }
  }
}
