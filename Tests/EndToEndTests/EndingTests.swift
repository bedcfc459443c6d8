import Foundation
import Testing

extension TracingTests {
  @Suite("How a process ends")
  struct EndingTests {
    /// A workload, and what a shell would say of it; `nil` where kernels differ.
    static let endings: [(program: [String], status: Int32?)] = [
      (["exit", "0"], 0),
      (["exit", "1"], 1),
      (["exit", "255"], 255),
      (["raise", "TERM"], 143),
      (["raise", "KILL"], 137),
      (["self-kill", "USR1"], 138),
      (["raise", "40"], 168),
      (["segv"], 139),
      (["segv", "--core"], 139),
      (["abort"], 134),
      (["abort", "--core"], 134),
      (["leader-exits-first", "7"], 7),
      (["leader-exits-first", "--all-pthread-exit"], 0),
      (["leader-exits-first", "--raw", "3", "4"], nil),
      (["exec-from-thread", "/bin/sh", "-c", "exit 9"], 9),
      (["vfork-exec", "/bin/sh", "-c", "exit 11"], 11),
      (["vfork-exit", "6"], 6),
    ]

    @Test("is stored as wait4 tells it", arguments: endings)
    func agreesWithTheKernel(program: [String], status: Int32?) async throws {
      let (kernel, stored, trace) = try await Measurement.of(program)
      #expect(stored.exitCode == kernel.exitCode)
      #expect(stored.signal == kernel.signal)
      #expect(stored.coreDumped == kernel.coreDumped)
      let code = try Int32(kernel.exitCode ?? 128 + #require(kernel.signal))
      #expect(code == status ?? code)
      #expect(trace.result.status == code, "\(trace.result.errorText)")
      #expect(try trace.run().exitCode == Int(code))
    }

    @Test("names the signal")
    func namesTheSignal() async throws {
      #expect(try await Trace.workload("raise", "TERM").root().signalName == "SIGTERM")
      #expect(try await Trace.workload("exit", "0").root().signalName == nil)
    }

    @Test("is stored for a child of vfork that executes, and for one that does not")
    func vfork() async throws {
      let executed = try #require(
        try await Trace.workload("vfork-exec", "/bin/sh", "-c", "exit 11").children().first)
      #expect(executed.execs == 1)
      #expect(executed.exitCode == 11)
      let left = try #require(try await Trace.workload("vfork-exit", "6").children().first)
      #expect(left.execs == 0)
      #expect(left.exitCode == 6)
    }

    /// io_uring's workers are threads of the process that no fork tells of; an execution ends them.
    @Test("is not taken from the workers of a ring, of which it may have many before it ends")
    func ringWorkers() async throws {
      let workload = try Installation().workloads
      let trace = try await Trace.workload(
        "vfork-exec", workload, "ring-reads", "50", workload, "fork-no-exec", "5")
      let child = try #require(try trace.children().first)
      #expect(child.execs == 2)
      #expect(child.exitCode == 0)
      let forked = try trace.database.processes().filter { $0.parentId == child.processId }
      #expect(forked.map(\.exitCode) == [0, 1, 2, 3, 4])
    }

    @Test("is stored for each child of posix_spawn")
    func posixSpawn() async throws {
      let children = try await Trace.workload("posix-spawn", "3", "/bin/true").children()
      #expect(children.map(\.exitCode) == [0, 0, 0])
      #expect(children.map(\.execs) == [1, 1, 1])
      #expect(children.allSatisfy { $0.command == #"["/bin/true"]"# })
    }

    @Test("is stored for forks without execution, under their parent's program")
    func forksOnly() async throws {
      let trace = try await Trace.workload("fork-no-exec", "5")
      let parent = try trace.root()
      let children = try trace.children()
      #expect(children.map(\.exitCode) == [0, 1, 2, 3, 4])
      #expect(children.allSatisfy { $0.execs == 0 && $0.executable == parent.executable })
      #expect(children.allSatisfy { $0.command == parent.command && $0.comm == parent.comm })
      #expect(children.allSatisfy { $0.ppid == parent.pid })
      #expect(parent.execs == 1)
    }

    @Test("is stored for every leaf of a tree of forks")
    func tree() async throws {
      let trace = try await Trace.workload("fork-tree", "4", "3")
      let forked = 3 + 9 + 27 + 81
      #expect(
        trace.result.outputText.contains(String(forked)), "\(trace.result.outputText)")
      let processes = try trace.database.processes()
      #expect(processes.count == forked + 1)
      #expect(processes.allSatisfy { $0.endedAt != nil })
      let ids = Set(processes.map(\.processId))
      #expect(processes.count { $0.parentId == nil } == 1)
      #expect(processes.allSatisfy { $0.parentId.map(ids.contains) ?? true })
    }

    @Test("is stored for an orphan too: the trace lasts until it has ended")
    func orphan() async throws {
      let trace = try await Trace.workload("orphan", "/bin/sh", "-c", "sleep 0.2; exit 23")
      let orphan = try #require(try trace.database.processes().first { $0.exitCode == 23 })
      #expect(trace.result.outputText.contains(String(orphan.pid)))
      #expect(orphan.endedAt != nil)
      #expect(try trace.run().complete == true)
      #expect(trace.result.status == 0)
    }

    @Test("is kept apart for two processes that had the same pid")
    func pidReuse() async throws {
      // The pid can be taken by somebody in between; the workload says so by 125.
      for _ in 1...5 {
        let trace = try await Trace.workload("pid-reuse")
        if trace.result.status == 125 { continue }
        let children = try trace.children()
        #expect(children.map(\.exitCode) == [3, 5])
        #expect(Set(children.map(\.pid)).count == 1)
        return
      }
      Issue.record("the same pid could not be had twice")
    }
  }
}
