import Foundation
import Testing

extension TracingTests {
  @Suite("sonde coverage map")
  struct CoverageMapTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("hears every hook of this kernel, out-of-memory kills too, and stores what it found")
    func all() async throws {
      let command = try RunningCommand(
        [try Installation().sonde, "coverage", "map", "--json", "--db", path], in: directory,
        environment: .withoutTelemetry)
      let result = try await command.end()
      #expect(result.status == 0, "\(result.errorText)")
      let map = try Self.decode(result.output)
      #expect(map.hooks.count == 21)
      for hook in map.hooks {
        #expect(hook.state == "verified", "\(hook)")
        #expect(hook.latencyS ?? 0 > 0, "\(hook)")
        #expect(!hook.programs.isEmpty && !hook.columns.isEmpty, "\(hook)")
      }
      let stored = try database().texts(
        "SELECT name FROM hooks WHERE state = 'verified' AND latency_s > 0")
      #expect(Set(stored) == Set(map.hooks.map(\.name)))
      let traces = Traces(of: command.pid)
      #expect(traces.processes.isEmpty)
      #expect(traces.groups.isEmpty)
    }

    @Test("prints a table, and below it the newest coverage of code")
    func table() async throws {
      let result = try await sonde(["coverage", "map", "--db", path])
      #expect(result.status == 0)
      let lines = result.outputText.split(separator: "\n")
      #expect(lines.first == "21 of 21 hooks were heard, end to end")
      #expect(lines.filter { $0.contains(" verified ") }.count == 21)
      let coverage = try await sonde([
        "coverage", "run", "--db", path, "--no-report", "--no-progress", "--",
        try Installation().workloads, "--help",
      ])
      #expect(coverage.status == 0, "\(coverage.errorText)")
      let after = try await sonde(["coverage", "map", "--db", path])
      #expect(after.outputText.contains("\nCode: "))
      #expect(after.outputText.contains(" of the functions in scope were seen to run: "))
    }

    @Test("stores nothing when it is asked not to")
    func notStored() async throws {
      let result = try await sonde(["coverage", "map", "--no-store", "--db", path])
      #expect(result.status == 0)
      #expect(!FileManager.default.fileExists(atPath: path))
    }

    /// A hook that is made silent, and a part of what is said for it in a report.
    static let faults: [(hook: String, key: String)] = [
      ("fork", ""), ("exec", ""), ("exit", "nonzero"), ("switch", "cpu_user_s"),
      ("exec_failed", "failed_executions"), ("signal", ""), ("oom", "oom_killed"), ("open", ""),
      ("transfer", ""), ("mmap", ""), ("change", ""), ("file_totals", ""), ("file_walk", ""),
      ("sample", ""), ("failed_calls", ""),
    ]

    @Test("finds a silent hook, and a run's report says what is missing for it", arguments: faults)
    func silent(hook: String, key: String) async throws {
      let fault = ["SONDE_FAULT_HOOK": hook, "SONDE_CAPTURE_FILE_BYTES": "true"]
      let (map, status) = try await map(environment: fault)
      #expect(status == 1)
      #expect(map.hooks.filter { $0.state == "silent" }.map(\.name) == [hook])
      #expect(map.hooks.filter { $0.state == "verified" }.count == 20)
      let words = try #require(map.hooks.first { $0.name == hook }?.missing)

      let run = try await sonde(
        ["run", "--db", path, "--", "/bin/sh", "-c", "kill -9 $$"], environment: fault)
      #expect(run.status == 137)
      #expect(run.errorText.contains("  missing    \(words): the hook \(hook) is silent"))
      let report = try await sonde(["report", "--json", "--db", path])
      let json = try #require(
        JSONSerialization.jsonObject(with: report.output) as? [String: Any])
      let hooks = try #require(json["hooks"] as? [[String: Any]])
      #expect(hooks.map { $0["name"] as? String } == [hook])
      #expect(hooks.first?["missing"] as? String == words)
      if !key.isEmpty {
        let totals = try #require(json["totals"] as? [String: Any])
        #expect((json[key] ?? totals[key]) is NSNull, "\(key)")
      }
    }

    @Test("A report of a run whose hooks are all heard misses nothing")
    func heard() async throws {
      _ = try await map()
      let run = try await sonde(["run", "--db", path, "--", "/bin/true"])
      #expect(!run.errorText.contains("missing"))
      let states = try database().texts(
        """
        SELECT DISTINCT state FROM hooks
        WHERE session_id = (SELECT session_id FROM runs ORDER BY run_id DESC LIMIT 1)
        """)
      #expect(states == ["verified"])
    }

    @Test("A recording without a trial knows no more than that hooks are attached")
    func untried() async throws {
      let run = try await sonde(["run", "--db", path, "--", "/bin/true"])
      #expect(run.status == 0)
      #expect(try database().texts("SELECT DISTINCT state FROM hooks") == ["attached"])
      #expect(try database().number("SELECT count(*) FROM hooks") == 16)
    }

    @Test("A hook that is refused is loadable; a recording goes on without it if it can")
    func refused() async throws {
      let (map, status) = try await map(environment: ["SONDE_FAULT_HOOK": "signal:refuse"])
      #expect(status == 1)
      #expect(map.hooks.filter { $0.state != "verified" }.map(\.name) == ["signal"])
      #expect(map.hooks.first { $0.name == "signal" }?.state == "loadable")
      let run = try await sonde(
        ["run", "--db", path, "--", "/bin/sh", "-c", "kill -9 $$"],
        environment: ["SONDE_FAULT_HOOK": "signal:refuse"])
      #expect(run.errorText.contains("killed by SIGKILL, sender not seen"), "\(run.errorText)")
      #expect(
        run.errorText.contains("who sent a signal is not known: the hook signal is not attached"))
      let without = try await sonde(
        ["run", "--db", path, "--", "/bin/true"], environment: ["SONDE_FAULT_HOOK": "exec:refuse"])
      #expect(without.status == 2)
      #expect(without.errorText.contains("cannot attach the hook exec"), "\(without.errorText)")
    }

    @Test(
      "A fault that is no hook's is bad input, with the nearest name",
      arguments: [["coverage", "map"], ["run", "--", "true"], ["doctor"], ["emit", "trace"]])
    func unknown(arguments: [String]) async throws {
      let result = try await sonde(arguments, environment: ["SONDE_FAULT_HOOK": "sigal"])
      #expect(result.status == 2)
      #expect(result.errorText.contains("there is no hook 'sigal': did you mean 'signal'?"))
    }

    @Test("Without privileges every hook is unsupported, and says what it needs")
    func unprivileged() async throws {
      let program = directory.path("sonde")
      try FileManager.default.copyItem(atPath: try Installation().sonde, toPath: program)
      try FileManager.default.setAttributes(
        [.posixPermissions: 0o755], ofItemAtPath: directory.path)
      let result = try await RunningCommand(
        [
          "/usr/bin/setpriv", "--reuid", "65534", "--regid", "65534", "--clear-groups", program,
          "coverage", "map", "--no-store", "--json", "--db", path,
        ], in: directory, environment: .withoutTelemetry
      ).end()
      #expect(result.status == 2, "\(result.errorText)")
      let map = try Self.decode(result.output)
      #expect(map.hooks.count == 21)
      #expect(map.hooks.allSatisfy { $0.state == "unsupported" })
      #expect(
        Set(map.hooks.compactMap(\.reason)) == ["needs root or CAP_BPF and CAP_PERFMON"])
    }

    @Test(
      "In a namespace of process ids of its own, the walk over tasks finds nobody, and why is said")
    func namespace() async throws {
      let result = try await RunningCommand(
        [
          "/usr/bin/unshare", "--pid", "--fork", "--mount-proc", try Installation().sonde,
          "coverage", "map", "--no-store", "--json", "--db", path,
        ], in: directory, environment: .withoutTelemetry
      ).end()
      #expect(result.status == 1, "\(result.errorText)")
      let map = try Self.decode(result.output)
      #expect(map.hooks.filter { $0.state == "silent" }.map(\.name) == ["seed"])
      #expect(map.hooks.filter { $0.state == "attached" }.count == 20)
      #expect(map.hooks.allSatisfy { $0.reason?.contains("docker run --pid=host") == true })
    }

    /// Hooks that are made silent, so that the cycle waits while what it made is there.
    static let middles: [(hook: String, isThere: @Sendable (Traces) -> Bool)] = [
      ("fork", { $0.processes.count > 1 }), ("oom", { !$0.groups.isEmpty }),
      ("function", { $0.hasLinks }),
    ]

    @Test(
      "Killed in the middle, it leaves nothing that the next one does not remove",
      arguments: middles)
    func killed(hook: String, isThere: @Sendable (Traces) -> Bool) async throws {
      let command = try RunningCommand(
        [try Installation().sonde, "coverage", "map", "--db", path], in: directory,
        environment: ["SONDE_FAULT_HOOK": hook].merging(.withoutTelemetry) { mine, _ in mine })
      try await wait(for: "what the hook \(hook) is tried with") {
        isThere(Traces(of: command.pid))
      }
      command.send(SIGKILL)
      #expect(try await command.end().status == 137)
      // Programs and their links go with the last process that has them.
      try await wait(for: "no process") { Traces(of: command.pid).processes.isEmpty }
      #expect(try await map().status == 0)
      #expect(Traces(of: command.pid).groups.isEmpty)
    }

    // MARK: Helpers

    private var path: String { directory.path("map.db") }

    private func database() throws -> StoredDatabase { try StoredDatabase(path) }

    private func map(
      environment: [String: String?] = [:]
    ) async throws -> (map: HookMap, status: Int32) {
      let result = try await sonde(
        ["coverage", "map", "--json", "--db", path], environment: environment)
      return (try Self.decode(result.output), result.status)
    }

    private static func decode(_ output: Data) throws -> HookMap {
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(HookMap.self, from: output)
    }

    private func sonde(
      _ arguments: [String], environment: [String: String?] = [:]
    ) async throws -> RunningCommand.Result {
      try await RunningCommand(
        [try Installation().sonde] + arguments, in: directory,
        environment: environment.merging(.withoutTelemetry) { mine, _ in mine }
      ).end()
    }
  }
}

/// What `sonde coverage map --json` prints.
private struct HookMap: Decodable {
  let hooks: [Hook]

  struct Hook: Decodable {
    let name: String
    let state: String
    let reason: String?
    let latencyS: Double?
    let programs: [String]
    let columns: [String]
    let missing: String?
  }
}

/// What a command could leave behind: its processes, which hold the links of its programs, and its
/// control group. Others trace on this machine too.
struct Traces: Equatable {
  let processes: Set<String>
  let groups: Set<String>
  let hasLinks: Bool

  /// - Parameter command: the leader of its process group.
  init(of command: pid_t) {
    let files = FileManager.default
    let names = (try? files.contentsOfDirectory(atPath: "/proc")) ?? []
    let processes = names.filter { Int32($0) != nil && Self.group(of: $0) == command }
    self.processes = Set(processes)
    hasLinks = processes.contains { name in
      let descriptors = (try? files.contentsOfDirectory(atPath: "/proc/\(name)/fd")) ?? []
      return descriptors.contains { descriptor in
        let path = "/proc/\(name)/fd/\(descriptor)"
        return (try? files.destinationOfSymbolicLink(atPath: path)) == "anon_inode:bpf_link"
      }
    }
    groups = Set(
      ["/sys/fs/cgroup/memory", "/sys/fs/cgroup"].flatMap {
        (try? files.contentsOfDirectory(atPath: $0)) ?? []
      }.filter { $0 == "sonde-hooks-\(command)" })
  }

  /// The process group, behind the name in parentheses, which may hold anything.
  private static func group(of process: String) -> pid_t? {
    let text = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
    let fields = text?.split(separator: ")").last?.split(separator: " ") ?? []
    return fields.count > 2 ? pid_t(fields[2]) : nil
  }
}
