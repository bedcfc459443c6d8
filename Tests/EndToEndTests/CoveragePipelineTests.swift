import Foundation
import Testing

extension TracingTests {
  @Suite("Coverage of the bioinformatics pipeline", .timeLimit(.minutes(4)))
  struct CoveragePipelineTests {
    private let directory: TemporaryDirectory
    private static let tools = ["wget", "fastqc", "seqtk", "bwa", "samtools", "htseq-count"]

    init() throws { directory = try TemporaryDirectory() }

    @Test("finds that all of its tools run")
    func whole() async throws {
      let run = try await cover(path: nil)
      #expect(run.result.status == 0, "\(run.result.errorText)")
      #expect(try states(run) == Self.tools.sorted().map { "\($0) seen" })
    }

    @Test("finds the one tool that cannot be executed", arguments: ["htseq-count"])
    func gap(missing: String) async throws {
      // A directory with links to everything that PATH has, but for one: that has no interpreter. Were
      // it not there at all, the pipeline would not begin.
      try await directory.run([
        "/bin/bash", "-c",
        """
        mkdir tools
        for file in /usr/local/bin/* /usr/bin/* /bin/*; do
          [[ ${file##*/} == \(missing) ]] || ln -s "$file" "tools/${file##*/}" 2>/dev/null || true
        done
        printf '#!/no/such/interpreter\\n' >tools/\(missing)
        chmod +x tools/\(missing)
        """,
      ])
      let run = try await cover(path: directory.path("tools"))
      #expect(run.result.status != 0)
      // It is the last of the pipeline: all others have run.
      let expected = Self.tools.sorted().map { "\($0) \($0 == missing ? "missing" : "seen")" }
      #expect(try states(run) == expected, "\(run.result.errorText)")
    }

    // MARK: Helpers

    private func cover(path: String?) async throws -> CoverageRun {
      let names = Self.tools.map { "\"\($0)\"" }.joined(separator: ", ")
      let config = try directory.write(
        "[filters.executables]\nbioinformatics = [\(names)]\n", to: "sonde.toml")
      var environment: [String: String?] = ["READS": "2000"]
      if let path { environment["PATH"] = path }
      return try await CoverageRun(
        [Installation.path("pipelines/bioinformatics_pipeline.sh"), directory.path("work")],
        options: ["--config", config, "--pipeline", "bioinformatics"],
        environment: environment, in: directory, within: .seconds(200))
    }

    private func states(_ run: CoverageRun) throws -> [String] {
      try run.database.texts(
        "SELECT name || ' ' || state FROM coverage_expectations ORDER BY name")
    }
  }
}
