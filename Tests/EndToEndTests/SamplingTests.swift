import Foundation
import Testing

extension TracingTests {
  @Suite("While a process runs")
  struct SamplingTests {
    @Test("its samples and summaries can be read, and say how busy it is")
    func samples() async throws {
      let directory = try TemporaryDirectory()
      let path = directory.path("trace.db")
      let config = try directory.write(
        "monitoring.interval = 0.5\nprocessing.interval = 0.5\n", to: "config.toml")
      let sonde = try RunningCommand(
        [
          try Installation().sonde, "run", "--no-report", "--config", config, "--db", path, "--",
          try Installation().workloads, "spin", "3",
        ], in: directory)
      defer { sonde.killGroup() }
      let tables = ["samples", "process_summaries", "tool_summaries", "host_samples"]
      for table in tables {
        try await wait(for: "rows in \(table)") {
          directory.exists("trace.db")
            && (try? StoredDatabase(path).number("SELECT count(*) FROM \(table)")) ?? 0 >= 1
        }
      }
      let running = try StoredDatabase(path).texts(
        "SELECT tool FROM tool_summaries WHERE running > 0")
      #expect(running == [try Installation().workloads.split(separator: "/").last.map(String.init)])
      #expect(sonde.isRunning)

      #expect(try await sonde.end().status == 0)
      let database = try StoredDatabase(path)
      let process = try #require(try database.processes().first)
      let percentages = try database.numbers(
        "SELECT cpu_percent FROM samples WHERE cpu_percent IS NOT NULL ORDER BY at")
      #expect(percentages.count >= 3)
      #expect(percentages.allSatisfy { (0...110).contains($0) }, "\(percentages)")
      // Of one processor; less than 100 when others want it too.
      let seconds = try #require(process.cpuUserS) + #require(process.cpuSystemS)
      let mean = try 100 * seconds / #require(process.durationS)
      let sampled = percentages.reduce(0, +) / Double(percentages.count)
      #expect(abs(sampled - mean) < 15, "sampled \(sampled) %, in all \(mean) %")
      #expect(try database.number("SELECT max(threads) FROM samples") == 1)
      let rss = try #require(try database.number("SELECT max(rss_bytes) FROM samples"))
      #expect(try 1...(#require(process.peakRssBytes)) ~= rss)
      // Once all is over nothing runs any more.
      #expect(try database.number("SELECT sum(running) FROM tool_summaries") == 0)
    }

    @Test("the state of the host is sampled as well")
    func host() async throws {
      let directory = try TemporaryDirectory()
      let config = try directory.write("monitoring.interval = 0.2\n", to: "config.toml")
      let trace = try await Trace(
        ["/bin/sleep", "1"], options: ["--config", config], in: directory)
      let total = try #require(
        try trace.database.number("SELECT max(memory_total_bytes) FROM host_samples"))
      let information = try String(contentsOfFile: "/proc/meminfo", encoding: .utf8)
      let kilobytes = information.split(separator: "\n").first?.split(separator: " ")[1]
      #expect(total == kilobytes.flatMap { Int($0) }.map { $0 * 1024 })
      #expect(
        try trace.database.number(
          "SELECT count(*) FROM filesystem_samples WHERE total_bytes >= used_bytes AND used_bytes > 0"
        ) ?? 0 > 0)
    }
  }
}
