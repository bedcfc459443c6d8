import Foundation
import Testing

extension TracingTests {
  @Suite("A deadly signal")
  struct SignalTests {
    @Test("names its sender: the process itself")
    func fromItself() async throws {
      let process = try await Trace(["/bin/sh", "-c", "kill -9 $$"]).root()
      #expect(process.signalName == "SIGKILL")
      #expect(process.killedByPid == process.pid)
      #expect(process.killedByComm == "sh")
    }

    @Test("names its sender: another process", arguments: ["TERM", "KILL"])
    func fromTheParent(name: String) async throws {
      let trace = try await Trace.workload("kill-child", name)
      let parent = try trace.root()
      let child = try #require(try trace.children().first)
      #expect(child.signalName == "SIG\(name)")
      #expect(child.killedByPid == parent.pid)
      #expect(child.killedByComm == parent.comm)
      #expect(parent.killedByPid == nil)
    }

    @Test("names its sender: a process that is not traced")
    func fromOutside() async throws {
      let directory = try TemporaryDirectory()
      let command = "echo $$ >pid.new; mv pid.new pid; exec sleep 30"
      let sonde = try RunningCommand(
        [
          try Installation().sonde, "run", "--no-report", "--db", directory.path("trace.db"), "--",
          "/bin/sh", "-c", command,
        ], in: directory)
      try await wait(for: "the command's pid") { directory.exists("pid") }
      let pid = try directory.read("pid").trimmingCharacters(in: .whitespacesAndNewlines)
      kill(try #require(pid_t(pid)), SIGTERM)
      #expect(try await sonde.end().status == 143)
      let process = try #require(try StoredDatabase(directory.path("trace.db")).processes().first)
      #expect(process.killedByPid == getpid())
      #expect(process.killedByComm != nil)
    }

    @Test("has no sender when it is the processor's", arguments: ["segv", "abort"])
    func fault(program: String) async throws {
      let process = try await Trace.workload(program).root()
      #expect(process.signal != nil)
      #expect(process.killedByPid == (program == "segv" ? nil : process.pid))
    }

    @Test("of the OOM killer marks the victim, and only it")
    func outOfMemory() async throws {
      let script = Installation.path("Tests/Scripts/oom-in-cgroup.sh")
      let program = try Installation().workloads
      let trace = try await Trace([script, "64", program, "oom", "512"])
      #expect(trace.result.status == 137, "\(trace.result.errorText)")
      let processes = try trace.database.processes()
      let victims = processes.filter(\.oomKilled)
      #expect(victims.count == 1)
      let victim = try #require(victims.first)
      #expect(victim.executable == program)
      #expect(victim.signalName == "SIGKILL")
      #expect(victim.killedByPid == nil)
      #expect(victim.killedByComm == nil)
    }

    @Test("that is no OOM kill is not taken for one")
    func killedOtherwise() async throws {
      let trace = try await Trace.workload("raise", "KILL")
      #expect(try trace.root().oomKilled == false)
    }
  }
}
