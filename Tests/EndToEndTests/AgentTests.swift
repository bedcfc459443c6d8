import Foundation
import GRDB
import Testing

extension TracingTests {
  @Suite("The agent")
  struct AgentTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// A configuration as the Python agent had it: an SQLAlchemy URL, both kinds of quotes, a user
    /// without an account here.
    private static let configuration = """
      [database]
      url = "sqlite+aiosqlite:///./tracer_bio.db"

      [monitoring]
      interval = 2  # Seconds between metric collection

      [processing]
      interval = 5  # Seconds between metric processing

      [filters]
      users = ["no-such-account", 'root']

      [filters.executables]
      pipeline_1 = ["stress"]
      pipeline_2 = ["stress"]
      bioinformatics_pipeline = ["wget", "fastqc", "seqtk", "bwa", "samtools", 'htseq-count']
      """

    @Test("stores what a listed user runs of the listed programs, under the first pipeline's name")
    func follows() async throws {
      let agent = try await start()
      let stress = try RunningCommand(["stress", "-q", "-c", "1", "-t", "1"], in: directory)
      let other = try RunningCommand(["/bin/sleep", "0.01"], in: directory)
      let (pid, otherPID) = (stress.pid, other.pid)
      #expect(try await stress.end().status == 0)
      #expect(try await other.end().status == 0)
      try await wait(for: "the end of the run") {
        try database().number("SELECT 1 FROM processes WHERE pid = ? AND exit_code = 0", [pid]) == 1
      }
      try await stop(agent)

      let processes = try database().processes()
      let root = try #require(processes.first { $0.pid == pid })
      #expect(root.command == #"["stress","-q","-c","1","-t","1"]"#)
      #expect(root.user == "root")
      #expect(!root.seeded)
      let child = try #require(processes.first { $0.parentId == root.processId })
      #expect(child.execs == 0)
      #expect(try #require(child.cpuUserS) > 0.1)
      #expect(try times("on_cpu_s > 0.1", of: child.processId) == 1)
      // The execution that began the run is where its account begins.
      #expect(try times("child_s > 0.5", of: root.processId) == 1)
      let run = try #require(try database().runs().first { $0.runId == root.runId })
      #expect(run.pipeline == "pipeline_1")
      #expect(run.complete == true)
      #expect(run.exitCode == 0)
      #expect(run.processes == 2)
      #expect(!processes.contains { $0.pid == otherPID })
    }

    @Test("stores nothing of users that are not listed")
    func leavesOutUsers() async throws {
      let agent = try await start()
      let drop = ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups"]
      let others = try RunningCommand(drop + ["stress", "-q", "-c", "1", "-t", "1"], in: directory)
      let othersPID = others.pid
      #expect(try await others.end().status == 0)
      // A run that is stored, and began later: the one before would be there, were it stored at all.
      let own = try RunningCommand(["stress", "-q", "-c", "1", "-t", "1"], in: directory)
      let ownPID = own.pid
      #expect(try await own.end().status == 0)
      try await stop(agent)
      let processes = try database().processes()
      #expect(processes.contains { $0.pid == ownPID })
      #expect(!processes.contains { $0.pid == othersPID || $0.ppid == othersPID })
    }

    @Test("stores all descendants of a listed program, whatever they execute")
    func descendants() async throws {
      try directory.write(
        "#!/bin/bash\n/bin/true\n(exec /bin/false)\nexit 3\n", to: "htseq-count",
        permissions: 0o755)
      let agent = try await start()
      let script = try RunningCommand([directory.path("htseq-count")], in: directory)
      let pid = script.pid
      #expect(try await script.end().status == 3)
      try await stop(agent)
      let root = try #require(try database().processes().first { $0.pid == pid })
      let processes = try database().processes().filter { $0.runId == root.runId }
      #expect(Set(processes.map(\.comm)) == ["htseq-count", "true", "false"])
      #expect(processes.count == 3)
      let run = try #require(try database().runs().first { $0.runId == root.runId })
      #expect(run.pipeline == "bioinformatics_pipeline")
      #expect(run.exitCode == 3)
    }

    @Test("follows what was already running when it started")
    func seeds() async throws {
      let stress = try RunningCommand(["stress", "-q", "-c", "1", "-t", "3"], in: directory)
      let pid = stress.pid
      try await wait(for: "stress and its child") {
        try String(contentsOfFile: "/proc/\(pid)/task/\(pid)/children", encoding: .utf8) != ""
      }
      let agent = try await start()
      try await wait(for: "the processes that were running") {
        try database().number("SELECT count(*) FROM processes WHERE \(pid) IN (pid, ppid)") == 2
      }
      #expect(try await stress.end().status == 0)
      try await stop(agent)
      let processes = try database().processes().filter { $0.pid == pid || $0.ppid == pid }
      #expect(processes.count == 2)
      #expect(processes.allSatisfy { $0.seeded && $0.endedAt != nil })
      #expect(processes.first { $0.pid == pid }?.exitCode == 0)
      #expect(processes.allSatisfy { $0.command == #"["stress","-q","-c","1","-t","3"]"# })
      let child = try #require(processes.first { $0.ppid == pid })
      #expect(child.signalName == "SIGALRM", "stress ends its workers by an alarm")
      // Its totals are those of its whole life.
      #expect(try #require(child.cpuUserS) > 0.3)
      let spins = "on_cpu_s > 0 AND on_cpu_s + runnable_s > 0.9 * threads_s"
      // Where time went is known from here on: what they did when they were found, too.
      #expect(try times(spins, of: child.processId) == 1)
      let root = try #require(processes.first { $0.pid == pid })
      #expect(try times("child_s + runnable_s > 0.8 * threads_s", of: root.processId) == 1)
    }

    /// How many rows of a process say so of its time.
    private func times(_ condition: String, of process: Int64) throws -> Int? {
      try database().number(
        "SELECT count(*) FROM process_times WHERE process_id = \(process) AND \(condition)")
    }

    @Test("ends with 0 when it is asked to, and closes the database", arguments: [SIGTERM, SIGINT])
    func stops(signal: Int32) async throws {
      let agent = try await start()
      try await stop(agent, by: signal)
      #expect(try database().texts("PRAGMA integrity_check") == ["ok"])
    }

    @Test("marks the runs that it leaves as interrupted")
    func interrupts() async throws {
      let agent = try await start()
      let stress = try RunningCommand(["stress", "-q", "-c", "1", "-t", "30"], in: directory)
      let pid = stress.pid
      try await wait(for: "the run") {
        try database().number("SELECT 1 FROM processes WHERE pid = ?", [pid]) == 1
      }
      try await stop(agent)
      #expect(stress.isRunning, "stopping the agent stops no pipeline")
      stress.killGroup()
      _ = try await stress.end()
      let root = try #require(try database().processes().first { $0.pid == pid })
      #expect(root.endedAt == nil)
      let run = try #require(try database().runs().first { $0.runId == root.runId })
      #expect(run.interrupted)
      #expect(run.complete == false)
    }

    @Test("refuses a configuration that is wrong, by its place")
    func refuses() async throws {
      let config = try directory.write("[monitoring]\nintervall = 2\n", to: "config.toml")
      let result = try await RunningCommand(
        [try Installation().sonde, "agent", "--config", config], in: directory
      ).end()
      #expect(result.status == 2)
      #expect(result.errorText.contains("\(config):2:1: "), "\(result.errorText)")
      #expect(result.errorText.contains("interval"))
    }

    /// Starts the agent, and waits until it follows.
    private func start() async throws -> RunningCommand {
      let config = try directory.write(Self.configuration, to: "config.toml")
      let agent = try RunningCommand(
        [try Installation().sonde, "agent", "--config", config], in: directory)
      try await wait(for: "the agent to follow") {
        try #require(agent.isRunning, "\(agent.errorTextSoFar)")
        return agent.errorTextSoFar.contains("following")
      }
      return agent
    }

    private func stop(_ agent: RunningCommand, by signal: Int32 = SIGTERM) async throws {
      agent.send(signal)
      let result = try await agent.end(within: .seconds(10))
      #expect(result.status == 0, "\(result.errorText)")
    }

    private func database() throws -> StoredDatabase {
      try StoredDatabase(directory.path("tracer_bio.db"))
    }
  }
}
