import Foundation
import Testing

extension TracingTests {
  @Suite("metrics_collection.sh")
  struct MetricsScriptTests {
    private let directory: TemporaryDirectory
    private let script = Installation.path("scripts/metrics_collection.sh")

    init() throws { directory = try TemporaryDirectory() }

    @Test("tells how busy a process is, and the host")
    func busy() async throws {
      let busy = try RunningCommand([try Installation().workloads, "spin", "60"], in: directory)
      defer { busy.killGroup() }
      let rows = try await sample("--pid", "\(busy.pid)", "--interval", "0.5", "--count", "3")
      let hosts = rows.filter { $0["scope"] == "host" }
      let processes = rows.filter { $0["scope"] == "process" }
      #expect(hosts.count == 3)
      #expect(processes.map { $0["pid"] } == Array(repeating: "\(busy.pid)", count: 3))
      for row in processes {
        let percent = try #require(Double(row["cpu_percent"] ?? ""))
        // Less when others want the processor too; more when the script's own two looks at the clock
        // are held up.
        #expect((5...130).contains(percent))
        #expect(Int(row["memory_bytes"] ?? "") ?? 0 > 100_000)
        #expect(row["threads"] == "1")
      }
      let processors = Double(ProcessInfo.processInfo.activeProcessorCount)
      for row in hosts {
        #expect((5 / processors...100).contains(try #require(Double(row["cpu_percent"] ?? ""))))
        let total = try #require(Int(row["memory_total_bytes"] ?? ""))
        #expect((1..<total).contains(try #require(Int(row["memory_bytes"] ?? ""))))
        let disk = try #require(Int(row["disk_total_bytes"] ?? ""))
        #expect((1...disk).contains(try #require(Int(row["disk_used_bytes"] ?? ""))))
      }
      let times = hosts.compactMap { $0["time"] }
      #expect(times == times.sorted())
      #expect(times.allSatisfy { $0.wholeMatch(of: /\d{4}-\d\d-\d\dT[\d:]{8}\.\d{6}Z/) != nil })
    }

    @Test("follows children whose parent has ended, and ends when none is left")
    func orphans() async throws {
      let parent = try RunningCommand(
        ["bash", "-c", "(sleep 2; sleep 1) & sleep 1.2"], in: directory)
      let rows = try await sample("--pid", "\(parent.pid)", "--interval", "0.4")
      let names = Set(rows.filter { $0["scope"] == "process" }.compactMap { $0["name"] })
      #expect(names == ["bash", "sleep"])
      let last = rows.last { $0["scope"] == "process" }?["pid"]
      #expect(last != "\(parent.pid)")
    }

    @Test("keeps a name as it is, whatever is in it")
    func names() async throws {
      let name = #"a,"b) (c"#
      try FileManager.default.copyItem(atPath: "/bin/sleep", toPath: directory.path(name))
      let odd = try RunningCommand([directory.path(name), "20"], in: directory)
      defer { odd.killGroup() }
      let rows = try await sample("--name", "^a,", "--interval", "0.2", "--count", "1")
      let found = rows.filter { $0["scope"] == "process" }
      #expect(found.map { $0["name"] } == [name])
      #expect(found.map { $0["pid"] } == ["\(odd.pid)"])
    }

    @Test("ends at SIGINT and leaves whole lines", arguments: [SIGINT, SIGTERM])
    func interrupted(signal: Int32) async throws {
      let file = directory.path("metrics.csv")
      let running = try RunningCommand(
        [script, "--interval", "0.1", "--output", file], in: directory)
      try await wait(for: "two samples") {
        try directory.exists("metrics.csv")
          && directory.read("metrics.csv").split(separator: "\n").count >= 3
      }
      running.send(signal)
      #expect(try await running.end(within: .seconds(5)).status == 0)
      let rows = try await rows(of: file)
      #expect(rows.allSatisfy { $0.count == 16 && $0["disk_used_bytes"] != nil })
    }

    @Test("leaves a file that exists, unless told to write over it")
    func existingFile() async throws {
      let file = try directory.write("mine\n", to: "metrics.csv")
      let options = ["--interval", "0.1", "--count", "1", "--output", file]
      let refused = try await RunningCommand([script] + options, in: directory).end()
      #expect(refused.status == 2)
      #expect(refused.errorText.contains("--force"))
      #expect(try directory.read("metrics.csv") == "mine\n")
      let forced = try await RunningCommand([script, "--force"] + options, in: directory).end()
      #expect(forced.status == 0)
      #expect(try await rows(of: file).count == 1)
    }

    @Test(
      "says what is wrong with an option, and ends with 2",
      arguments: [
        (["--bogus"], "--bogus"), (["extra"], "extra"), (["--interval"], "--interval"),
        (["--interval", "0"], "'0'"), (["--interval=abc"], "'abc'"), (["--pid", "me"], "'me'"),
        (["--count", "-1"], "'-1'"), (["--name", "["], "'['"),
        (["--path", "/missing"], "/missing"),
      ])
    func wrongUsage(options: [String], named: String) async throws {
      let result = try await RunningCommand([script] + options, in: directory).end()
      #expect(result.status == 2)
      #expect(result.errorText.contains(named), "\(result.errorText)")
      #expect(result.outputText.isEmpty)
    }

    @Test("explains itself")
    func help() async throws {
      let result = try await RunningCommand([script, "--help"], in: directory).end()
      #expect(result.status == 0)
      #expect(result.outputText.contains("--interval SECONDS"))
    }

    private func sample(_ options: String...) async throws -> [[String: String]] {
      let file = directory.path("metrics.csv")
      let result = try await RunningCommand([script, "--output", file] + options, in: directory)
        .end()
      #expect(result.status == 0, "\(result.errorText)")
      return try await rows(of: file)
    }

    /// Reads CSV as Python does.
    private func rows(of file: String) async throws -> [[String: String]] {
      let reader =
        "import csv,json,sys; print(json.dumps(list(csv.DictReader(open(sys.argv[1])))))"
      let result = try await RunningCommand(["python3", "-c", reader, file], in: directory).end()
      return try JSONDecoder().decode([[String: String]].self, from: result.output)
    }
  }
}
