import Foundation
import Testing

extension TracingTests {
  @Suite("Where time went")
  struct TimeTests {
    /// Programs of one thread, and the part that most of their time is.
    static let programs: [(program: [String], part: String, seconds: Double)] = [
      (["spin", "0.3"], "on_cpu_s", 0.3),
      (["spin", "0.3", "--system"], "on_cpu_s", 0.3),
      (["wait-for", "pipe", "0.2"], "pipe_s", 0.2),
      (["wait-for", "polled-pipe", "0.2"], "pipe_s", 0.2),
      (["wait-for", "local-socket", "0.2"], "pipe_s", 0.2),
      (["wait-for", "network", "0.2"], "network_s", 0.2),
      (["wait-for", "selected-network", "0.2"], "network_s", 0.2),
      (["wait-for", "child", "0.2"], "child_s", 0.2),
      (["wait-for", "vfork", "0.2"], "child_s", 0.2),
      (["wait-for", "time", "0.2"], "sleep_s", 0.2),
      (["wait-for", "select", "0.2"], "sleep_s", 0.2),
    ]

    @Test("adds up to the wall time, and is what the kernel tells others", arguments: programs)
    func addsUp(program: [String], part: String, seconds: Double) async throws {
      let (kernel, stored, trace) = try await Measurement.of(program)
      let times = try Times(of: stored, in: trace)
      #expect(try times.isWholeLife(of: stored), "\(times), \(stored.durationS ?? 0) s")
      // On a busy machine it may come to its wait late, and find it over sooner.
      #expect(try times[part] + times.waited >= seconds * 0.98, "\(times)")
      #expect(try times[part] >= seconds * 0.5, "\(times)")
      // The kernel's own words, of its first thread, which is the only one.
      #expect(Self.agree(try times["on_cpu_s"], kernel.runNs / 1e9), "\(times), \(kernel)")
      #expect(Self.agree(try times.waited, kernel.runDelayNs / 1e9), "\(times), \(kernel)")
      let known = try times["on_cpu_s"] + times.waited
      let others = try times["threads_s"] - known - (part == "on_cpu_s" ? 0 : times[part])
      #expect(others <= 0.01, "\(times)")
    }

    @Test("counts all threads: one waits for the other's lock")
    func threads() async throws {
      let (_, stored, trace) = try await Measurement.of(["wait-for", "lock", "0.2"])
      let times = try Times(of: stored, in: trace)
      let wall = try #require(stored.durationS)
      #expect(try times["threads_s"] > 1.2 * wall, "\(times), \(wall) s")
      #expect(try times["lock_s"] > 0.1, "\(times)")
      #expect(try times["lock_s"] + times.waited > 0.19, "\(times)")
      #expect(Self.agree(try times["sleep_s"], 0.2), "\(times)")
    }

    @Test(
      "tells waiting for a device by each way to it",
      arguments: [("read", "block_io_s"), ("sync", "block_io_s"), ("map", "fault_s")])
    func storage(way: String, part: String) async throws {
      let directory = try TemporaryDirectory()
      let (_, stored, trace) = try await Measurement.of(
        ["storage", way, directory.path("large"), "24"])
      let times = try Times(of: stored, in: trace)
      #expect(try times.isWholeLife(of: stored), "\(times), \(stored.durationS ?? 0) s")
      let cpu = try #require(stored.cpuUserS) + #require(stored.cpuSystemS)
      #expect(Self.agree(try times["on_cpu_s"], cpu, 0.001), "\(times), \(cpu) s")
      // What the program itself has measured, by the wall and by its CPU clock.
      let measured = try #require(Double(trace.result.outputText.dropLast()))
      let storage = try times["block_io_s"] + times["fault_s"]
      // It waits for a processor before it begins to measure, too.
      #expect(storage <= 1.02 * measured + 0.004, "\(times), \(measured) s")
      #expect(try storage + times.waited >= 0.98 * measured - 0.004, "\(times), \(measured) s")
      // A device may be as quick as memory: it waits for this way, however short.
      #expect(try times[part] > 0.5 * storage && storage > 0, "\(times)")
      #expect(try times["other_s"] < 0.1 * times["threads_s"], "\(times)")
    }

    @Test("tells being held up by a control group from waiting for a processor")
    func throttling() async throws {
      let program = try Installation().workloads
      let script = Installation.path("Tests/Scripts/cpu-in-cgroup.sh")
      let trace = try await Trace([script, "5", program, "spin", "0.05"])
      let name = URL(filePath: program).lastPathComponent
      let spinner = try #require(try trace.database.processes().first { $0.tool == name })
      let times = try Times(of: spinner, in: trace)
      #expect(try times.isWholeLife(of: spinner), "\(times), \(spinner.durationS ?? 0) s")
      let held = try #require(Double(trace.result.outputText.dropLast())) / 1e9
      #expect(held > 0.2, "the group was not held up")
      #expect(Self.agree(try times["throttled_s"], held), "\(times), \(held) s")
      #expect(Self.agree(try times["on_cpu_s"], 0.05, 0.01), "\(times)")
    }

    @Test("is not followed when it is not asked for")
    func off() async throws {
      let trace = try await Trace(
        [try Installation().workloads, "noop"], environment: ["SONDE_CAPTURE_TIMES": "false"])
      #expect(try trace.database.number("SELECT count(*) FROM process_times") == 0)
      #expect(try trace.database.number("SELECT count(*) FROM hooks WHERE name = 'times'") == 0)
    }

    /// Within two percent, or what a tick may take.
    private static func agree(_ value: Double, _ other: Double, _ slack: Double = 0.004) -> Bool {
      abs(value - other) <= max(slack, 0.02 * other)
    }
  }
}

/// A row of the view `process_times`, of which all parts together must be the whole.
private struct Times: CustomStringConvertible {
  private let columns: [String: Double]
  var description: String { "\(columns)" }

  init(of process: StoredProcess, in trace: Trace) throws {
    let row = try trace.database.numbersByColumn(
      "SELECT * FROM process_times WHERE process_id = \(process.processId)")
    columns = try #require(row, "no time of \(process.comm) is stored")
      .filter { $0.key.hasSuffix("_s") }
    let parts = columns.filter { $0.key != "threads_s" }.values.reduce(0, +)
    #expect(abs(parts - (columns["threads_s"] ?? -1)) < 1e-6, "\(columns)")
  }

  subscript(_ column: String) -> Double {
    get throws { try #require(columns[column], "there is no \(column)") }
  }

  /// Could run, and did not.
  var waited: Double {
    get throws { try self["runnable_s"] + self["throttled_s"] }
  }

  /// Whether it is as long as the process of one thread lived, within two percent. A process is said
  /// to end when it begins to give back its memory, and may wait for a processor then.
  func isWholeLife(of process: StoredProcess) throws -> Bool {
    let wall = try #require(process.durationS)
    let more = try self["threads_s"] - wall
    return try more >= -0.001 && more <= max(0.004, 0.02 * wall) + self["runnable_s"]
  }
}
