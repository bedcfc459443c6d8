import Foundation
import Testing

extension TracingTests {
  /// Real runs, analysed, held against what the kernel told the parent and what SQL says.
  @Suite("An analysis of real runs")
  struct AnalysisTests {
    @Test("has the CPU time that wait4 tells, for the tool that took it")
    func agreesWithTheKernel() async throws {
      let (kernel, stored, trace) = try await Measurement.of(["spin", "0.3"])
      let analysis = try await Self.executions(trace)
      #expect(try analysis.overall.processes == trace.database.processes().count)
      #expect(analysis.overall.failures == 0)

      // The workload's program runs twice: as what measures, and as what is measured.
      let tool = try #require(analysis.tools.first { $0.tool == "workloads-static" })
      let time = kernel.userS + kernel.systemS
      let times = try #require(tool.cpuS)
      #expect(abs(times.max - time) <= max(0.004, time * 0.02), "\(times.max) s, not \(time) s")
      #expect(times.sum >= times.max)
      let wall = try #require(stored.durationS)
      #expect(try #require(tool.wallS).max >= wall)
      let segments = try #require(analysis.run).criticalPath.segments
      let longest = try #require(segments.max { $0.wallS < $1.wallS }, "there is no segment")
      #expect(longest.pid == kernel.pid)
    }

    @Test("agrees with SQL, and its critical path is the chain of those that ended last")
    func agreesWithSQL() async throws {
      let script = """
        sleep 0.1; (sleep 0.3; sleep 0.2; :) & sleep 0.05; wait; sh -c 'kill -9 $$'; false
        """
      let trace = try await Trace(["bash", "-c", script])
      let analysis = try await Self.executions(trace)
      let sql = """
        SELECT count(*) || ' ' || sum(execs) || ' ' || sum(coalesce(exit_code, 1) <> 0) || ' '
          || sum(rchar) || ' ' || sum(read_bytes) || ' ' || max(peak_rss_bytes) FROM processes
        """
      let overall = analysis.overall
      let found = [
        overall.processes, overall.executions, overall.failures, overall.rchar, overall.readBytes,
        try #require(overall.peakRssBytes).max,
      ]
      #expect(try trace.database.texts(sql) == [found.map(String.init).joined(separator: " ")])
      #expect((overall.signalled, overall.exitedNonzero) == (1, 1))

      let run = try #require(analysis.run)
      #expect(run.parallelism.alive.max >= 3)
      #expect(run.parallelism.alive.min >= 1)
      let path = run.criticalPath
      for (left, right) in zip(path.segments, path.segments.dropFirst()) {
        #expect(left.endedNs == right.startedNs)
      }
      let wall = try #require(path.segments.last).endedNs - path.segments[0].startedNs
      let duration = try #require(try trace.database.numbers("SELECT duration_s FROM runs").first)
      #expect(abs(Double(wall) / 1e9 - duration) < 1e-6)
      let commands = path.segments.filter { $0.tool == "sleep" }.map { $0.command?.last }
      #expect(commands == ["0.1", "0.3", "0.2"], "that of 0.05 ended before another one")
    }

    // MARK: Helpers

    private static func executions(_ trace: Trace) async throws -> Analysis {
      let result = try await RunningCommand(
        [
          try Installation().sonde, "analyze", "executions", "--json", "--db",
          trace.directory.path("trace.db"),
        ], in: trace.directory
      ).end()
      #expect(result.status == 0, "\(result.errorText)")
      let decoder = JSONDecoder()
      decoder.keyDecodingStrategy = .convertFromSnakeCase
      return try decoder.decode(Analysis.self, from: result.output)
    }
  }
}

/// What is read of `sonde analyze executions --json`.
private struct Analysis: Decodable {
  struct Times: Decodable {
    let sum, mean, p50, p95, max: Double
  }

  struct Memory: Decodable {
    let max: Int
  }

  struct Use: Decodable {
    let tool: String?
    let processes, executions, failures, exitedNonzero, signalled, rchar, readBytes: Int
    let wallS, cpuS: Times?
    let peakRssBytes: Memory?
  }

  struct Range: Decodable {
    let min, max: Int
  }

  struct Parallelism: Decodable {
    let alive: Range
  }

  struct Segment: Decodable {
    let pid: pid_t?
    let tool: String?
    let command: [String]?
    let startedNs, endedNs: Int64
    let wallS: Double
  }

  struct Path: Decodable {
    let segments: [Segment]
  }

  struct Run: Decodable {
    let parallelism: Parallelism
    let criticalPath: Path
  }

  let overall: Use
  let tools: [Use]
  let run: Run?
}
