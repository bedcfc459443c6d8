import Testing

extension TracingTests {
  /// The kernel has the last word: what it tells the parent that reaps a process is the truth.
  @Suite("The totals of a process")
  struct TotalsTests {
    static let programs: [[String]] = [
      ["noop"],
      ["spin", "0.3"],
      ["spin", "0.3", "--system"],
      ["io", "3000017", "1000003", "file"],
      ["allocate", "50"],
      ["raise", "KILL"],
      ["threads", "4", "0.1"],
      ["threads", "7", "0.05", "--no-join"],
      ["sleep-threads", "13", "0.05"],
      ["leader-exits-first", "7"],
      ["leader-exits-first", "--all-pthread-exit"],
      ["exec-from-thread", "/bin/true"],
      ["ring-reads", "50"],
    ]

    @Test("are what wait4 tells its parent", arguments: programs)
    func agreesWithTheKernel(program: [String]) async throws {
      let (kernel, stored, _) = try await Measurement.of(program)
      let time = kernel.userS + kernel.systemS
      let storedTime = try #require(stored.cpuUserS) + #require(stored.cpuSystemS)
      // A tick at 250 Hz: the parent reaps after the end that we see.
      #expect(abs(storedTime - time) <= max(0.004, time * 0.02), "\(storedTime) s, not \(time) s")
      #expect(stored.minorFaults == kernel.minorFaults)
      #expect(stored.majorFaults == kernel.majorFaults)
      // A thread that is not the leader may be preempted after its account is closed for the parent.
      let involuntary = try #require(stored.involuntarySwitches)
      let later = try #require(stored.maxThreads) - 1
      #expect(
        (kernel.involuntarySwitches...kernel.involuntarySwitches + later).contains(involuntary))
      // The last switch of all comes when the zombie may already be reaped, or not yet.
      let switches = try #require(stored.voluntarySwitches)
      #expect((kernel.voluntarySwitches - 1...kernel.voluntarySwitches + 1).contains(switches))

      let io = try #require(kernel.io)
      #expect(stored.rchar == io.rchar)
      #expect(stored.wchar == io.wchar)
      #expect(stored.syscr == io.syscr)
      #expect(stored.syscw == io.syscw)
      #expect(stored.readBytes == io.readBytes)
      #expect(stored.writeBytes == io.writeBytes)
      #expect(stored.cancelledWriteBytes == io.cancelledWriteBytes)
    }

    @Test("do not contain what its children used")
    func leavesOutChildren() async throws {
      let program = try Installation().workloads
      let trace = try await Trace.workload("vfork-exec", program, "spin", "0.3")
      let parent = try trace.root()
      let child = try #require(try trace.children().first)
      #expect(try #require(child.cpuUserS) + #require(child.cpuSystemS) >= 0.29)
      #expect(try #require(parent.cpuUserS) + #require(parent.cpuSystemS) < 0.1)
    }

    @Test("know how many threads it had at most")
    func countsThreads() async throws {
      #expect(try await Trace.workload("noop").root().maxThreads == 1)
      #expect(try await Trace.workload("sleep-threads", "13", "0.05").root().maxThreads == 14)
    }
  }
}
