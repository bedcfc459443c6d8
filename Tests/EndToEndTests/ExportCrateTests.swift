import Foundation
import Testing

extension TracingTests {
  @Suite("An RO-Crate of a run")
  struct ExportCrateTests {
    private static let pipeline = """
      mkdir out; printf 'b\\na\\n' > 'in put.txt'
      sort 'in put.txt' > out/sorted.txt
      cat out/sorted.txt > out/part && mv out/part $'out/na\\nme é <b>.txt'
      (read -r line < out/sorted.txt; echo "$line" > out/subshell.txt)
      grep nothing out/sorted.txt
      sort missing.txt > out/never.txt
      exit 0
      """

    @Test("has its programs, files, hashes and failures, as the files themselves say")
    func whole() async throws {
      let directory = try TemporaryDirectory()
      let trace = try await Trace(
        ["/bin/bash", "-c", Self.pipeline], environment: ["SLURM_JOB_ID": "77"], in: directory)
      try #require(trace.result.status == 0, "\(trace.result.errorText)")
      let export = Export(directory: directory, database: directory.path("trace.db"))
      let result = try await export.run("--format", "ro-crate", "--hashes", "-o", ".")
      #expect(result.status == 0, "\(result.errorText)")
      let crate = try Crate(directory)

      let sort = try crate.action("sort 'in put.txt'\n")
      #expect(sort.names("object", crate) == ["in put.txt"])
      #expect(sort.names("result", crate) == ["sorted.txt"])
      #expect(sort.text("actionStatus") == "http://schema.org/CompletedActionStatus")
      #expect(sort.names("instrument", crate) == ["sort"])
      #expect(sort.names("environment", crate).contains("SLURM_JOB_ID"))
      #expect(sort.names("agent", crate) == ["root"])
      #expect(try crate.action("mv out/part").names("result", crate) == ["na\nme é <b>.txt"])
      #expect(try crate.action("grep nothing").text("error") == nil)
      let failed = try crate.action("sort missing.txt\n")
      #expect(failed.text("actionStatus") == "http://schema.org/FailedActionStatus")
      #expect(failed.text("error")?.contains("missing.txt") == true)
      // What a subshell did is its shell's.
      #expect(try crate.action("/bin/bash -c").names("result", crate).contains("subshell.txt"))

      for name in ["in put.txt", "out/sorted.txt", "out/na\nme é <b>.txt"] {
        let file = try #require(crate.entities.values.first { $0.path == name })
        let sum = try await RunningCommand(
          ["/usr/bin/env", "sh", "-c", "sha256sum < \"$0\"; stat -c %s \"$0\"", name],
          in: directory
        ).end().outputText.split(whereSeparator: \.isWhitespace)
        #expect(file.text("sha256") == sum.first.map(String.init), "\(name)")
        #expect(file.text("contentSize") == sum.last.map(String.init), "\(name)")
      }
    }

    @Test("that cannot be made ends with 2, says why, and leaves nothing")
    func refusals() async throws {
      let directory = try TemporaryDirectory()
      _ = try await Trace(["/bin/true"], in: directory)
      let export = Export(directory: directory, database: directory.path("trace.db"))
      let before = try export.names()
      for (arguments, words) in [
        (["--run", "99", "--format", "ro-crate", "-o", "new"], "no run 99"),
        (["--table", "runs", "--format", "ro-crate", "-o", "new"], "--run"),
        (["--format", "ro-crate", "-o", "trace.db"], "is no directory"),
        (["--format", "ro-crate", "-o", "missing/new"], "missing/new"),
        (["--format", "ro-crate", "--limit", "0", "-o", "new"], "--limit"),
        (["--format", "perfetto", "--hashes", "-o", "x"], "ro-crate only"),
      ] {
        let result = try await export.start(arguments).end()
        #expect(result.status == 2, "\(arguments)")
        #expect(result.errorText.contains(words), "\(result.errorText)")
        #expect(try export.names() == before)
      }
      #expect(try await export.run("-o", "ro-crate-metadata.json").status == 0)
      let again = try await export.run("--format", "ro-crate", "-o", ".")
      #expect(again.status == 2 && again.errorText.contains("--force"))
    }
  }
}

/// A crate as a reader finds it.
private struct Crate {
  struct Entity {
    let properties: [String: Any]

    func text(_ property: String) -> String? { properties[property] as? String }

    func names(_ property: String, _ crate: Crate) -> [String] {
      let value = properties[property]
      let list = value as? [[String: String]] ?? (value as? [String: String]).map { [$0] } ?? []
      return list.compactMap { $0["@id"].flatMap { crate.entities[$0]?.text("name") } }
    }

    /// The path that a part has below the root.
    var path: String? {
      guard text("@type") == "File", let id = text("@id") else { return nil }
      return id.removingPercentEncoding
    }
  }

  let entities: [String: Entity]

  init(_ directory: TemporaryDirectory) throws {
    let data = Data(try directory.read("ro-crate-metadata.json").utf8)
    let document = try JSONSerialization.jsonObject(with: data) as? [String: Any]
    let graph = try #require(document?["@graph"] as? [[String: Any]])
    entities = Dictionary(
      graph.map { ($0["@id"] as? String ?? "", Entity(properties: $0)) },
      uniquingKeysWith: { first, _ in first })
  }

  func action(_ beginning: String) throws -> Entity {
    try #require(
      entities.values.first { $0.text("description")?.hasPrefix(beginning) == true },
      "nothing was executed as \(beginning)")
  }
}
