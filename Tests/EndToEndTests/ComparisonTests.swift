import Foundation
import Testing

extension TracingTests {
  @Suite("Comparing runs, and advice")
  struct ComparisonTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("A slowdown, a changed argument and another build are named, and nothing else")
    func planted() async throws {
      try directory.write("0.02", to: "burn.conf")
      try directory.write(Self.program, to: "program.c")
      try directory.write("2\n1\n", to: "numbers")
      try await build("burn", "aa01")
      try await build("tool", "aa01")
      try await trace(key: "1")
      try await build("tool", "aa02")
      try directory.write("0.9", to: "burn.conf")
      try await trace(key: "1,1")

      let text = try await sonde(["diff", "1", "2", "--json"])
      let diff = try JSONDecoder().decode(Diff.self, from: text)
      #expect(diff.times.map(\.tool) == ["burn"])
      #expect(diff.arguments.map(\.tool) == ["sort"])
      #expect(diff.arguments.first?.changes.map(\.before) == [["1"]])
      #expect(diff.arguments.first?.changes.map(\.after) == [["1,1"]])
      #expect(diff.versions.map(\.before.build_id) == ["aa01"])
      #expect(diff.versions.map(\.after.build_id) == ["aa02"])
      #expect(diff.versions.map(\.tools) == [["tool"]])
      let others = [diff.failures, diff.memory, diff.libraries, diff.new, diff.gone, diff.inputs]
      let isNothing = others.allSatisfy { $0.isEmpty }
      #expect(isNothing, "\(String(decoding: text, as: UTF8.self))")
      #expect(diff.noise.basis == "rule-of-thumb")

      for runs in [["1", "1"], ["1", "9"], ["0", "1"]] {
        let result = try await command(["diff"] + runs)
        #expect(result.status == 2 && !result.errorText.isEmpty && result.output.isEmpty)
      }
    }

    /// Slurm says the one or the other, and processors only when they were asked for.
    private static let otherJob =
      "env -u SLURM_MEM_PER_NODE -u SLURM_CPUS_PER_TASK SLURM_JOB_ID=8 SLURM_CPUS_ON_NODE=2 "
      + "SLURM_MEM_PER_CPU=64"

    @Test("Snakemake reads its profile, and Slurm's request is compared with what was used")
    func advice() async throws {
      let trace = try await Trace(
        [
          "sh", "-c",
          "for i in 1 2 3 4 5; do sleep 0.01; done; \(Self.otherJob) sort /etc/passwd",
        ],
        environment: [
          "SLURM_JOB_ID": "7", "SLURM_CPUS_PER_TASK": "8", "SLURM_MEM_PER_NODE": "4096",
        ], in: directory)
      #expect(trace.result.status == 0)
      let text = try await sonde(["advise", "--json"])
      let advice = try JSONDecoder().decode(AdviceDocument.self, from: text)
      let sleep = try #require(advice.advice.first { $0.tool == "sleep" })
      #expect(sleep.cpus == 1 && sleep.time_minutes == 1 && sleep.succeeded == 5)
      let sort = try #require(advice.advice.first { $0.tool == "sort" })
      #expect(sort.cpus == nil && sort.memory_bytes == nil && sort.time_minutes == nil)
      let job = try #require(advice.requests?.jobs.first)
      #expect(job.job == "7" && job.cpus == 8 && job.memory_bytes == 4 << 30)
      #expect((job.cpus_verdict, job.memory_verdict) == ("over", "over"))
      let other = try #require(advice.requests?.jobs.last)
      #expect(other.job == "8" && other.cpus == nil && other.memory_bytes == 128 << 20)

      let profile = try await sonde(["advise", "--format", "snakemake", "--margin", "50"])
      try FileManager.default.createDirectory(
        atPath: directory.path("profile"), withIntermediateDirectories: false)
      try directory.write(
        String(decoding: profile, as: UTF8.self), to: "profile/config.v8+.yaml")
      try directory.write(
        """
        rule sleep:
          output: "out"
          shell: "echo {threads} {resources.mem_mb} {resources.runtime} > {output}"
        """, to: "Snakefile")
      let bin = try Installation.python().deletingLastPathComponent()
      try await directory.run([
        bin.appending(path: "snakemake").path, "--cores", "1", "--profile",
        directory.path("profile"),
      ])
      let memory = (try #require(try await memory(margin: "50")) + 999_999) / 1_000_000
      #expect(try directory.read("out") == "1 \(memory) 1\n")
    }

    // MARK: Helpers

    private func memory(margin: String) async throws -> Int? {
      let text = try await sonde(["advise", "--json", "--tool", "sleep", "--margin", margin])
      return try JSONDecoder().decode(AdviceDocument.self, from: text).advice.first?.memory_bytes
    }

    /// Burns as many seconds as its file says.
    private static let program = """
      #include <stdio.h>
      #include <time.h>
      int main(int count, char **arguments) {
        double seconds = 0;
        FILE *file = count > 1 ? fopen(arguments[1], "r") : NULL;
        if (file && fscanf(file, "%lf", &seconds) != 1) return 1;
        while (clock() < seconds * CLOCKS_PER_SEC) {}
        return 0;
      }
      """

    private func build(_ name: String, _ identifier: String) async throws {
      try await directory.run([
        "gcc", "-o", directory.path(name), directory.path("program.c"),
        "-Wl,--build-id=0x\(identifier)",
      ])
    }

    private func trace(key: String) async throws {
      try directory.write(
        """
        made=$(mktemp); echo $$ > $made.$$; cat $made.$$ > /dev/null; rm $made $made.$$
        ./burn burn.conf
        ./tool
        sort -k \(key) numbers > /dev/null

        """, to: "pipeline.sh")
      let trace = try await Trace(["sh", "pipeline.sh"], in: directory)
      #expect(trace.result.status == 0, "\(trace.result.errorText)")
    }

    private func command(_ arguments: [String]) async throws -> RunningCommand.Result {
      try await RunningCommand(
        [try Installation().sonde] + arguments + ["--db", directory.path("trace.db")],
        in: directory
      ).end()
    }

    private func sonde(_ arguments: [String]) async throws -> Data {
      let result = try await command(arguments)
      #expect(result.status == 0, "\(result.errorText)")
      return result.output
    }
  }
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// What is read of `sonde diff --json`.
private struct Diff: Decodable {
  struct Named: Decodable {
    let tool: String
    let changes: [Words]
  }

  struct Words: Decodable {
    let before, after: [String]
  }

  struct Anyone: Decodable {
    let tool: String
  }

  struct Anything: Decodable {}

  struct Build: Decodable {
    let build_id: String?
  }

  struct Version: Decodable {
    let tools: [String]
    let before, after: Build
  }

  struct Noise: Decodable {
    let basis: String
  }

  let noise: Noise
  let times: [Anyone]
  let arguments: [Named]
  let versions: [Version]
  let failures, memory, libraries, new, gone, inputs: [Anything]
}

// swift-format-ignore: AlwaysUseLowerCamelCase
/// What is read of `sonde advise --json`.
private struct AdviceDocument: Decodable {
  struct Item: Decodable {
    let tool: String?
    let cpus, memory_bytes, time_minutes: Int?
    let succeeded: Int
  }

  struct Job: Decodable {
    let job: String
    let cpus, memory_bytes: Int?
    let cpus_verdict, memory_verdict: String?
  }

  struct Requests: Decodable {
    let jobs: [Job]
  }

  let advice: [Item]
  let requests: Requests?
}
