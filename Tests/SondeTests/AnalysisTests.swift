import ArgumentParser
import Foundation
import GRDB
import Glibc
import Store
import Testing

@testable import sonde

@Suite("Analyses, as they are printed")
struct AnalysisTests {
  @Test(
    "Executions",
    arguments: [
      ("analysis-run.txt", ["--run", "latest"]), ("analysis-run.json", ["--run", "1", "--json"]),
      ("analysis.csv", ["--csv"]), ("analysis-all.txt", ["--top", "3", "--sort", "name"]),
    ])
  func executions(golden: String, arguments: [String]) throws {
    let store = try FictionalStore()
    _ = try store.troubledPipeline()
    if !arguments.contains("--run") { try Self.addRun(to: store) }
    try Golden.expect(try Self.executions(arguments, store), golden)
  }

  @Test("A run that tracing left is told as far as it was seen")
  func interrupted() throws {
    let store = try FictionalStore()
    try store.batch {
      let run = try store.begin("/bin/bash -c 'sleep 100'", at: 1)
      let child = try store.fork(run.root, in: run, at: 1.5)
      try store.execute(child, ["/bin/sleep", "100"], in: run, at: 1.5)
      try store.end(run, at: 3.5, status: nil, complete: false, interrupted: true)
    }
    try Golden.expect(try Self.executions([], store), "analysis-interrupted.txt")
  }

  @Test(
    "Libraries",
    arguments: [
      ("analysis-libraries.txt", []), ("analysis-libraries.json", ["--json"]),
      ("analysis-libraries.csv", ["--csv"]),
      ("analysis-libraries-pipelines.txt", ["--by", "pipeline", "--top", "1"]),
      ("analysis-libraries-pipelines.csv", ["--by", "pipeline", "--csv"]),
    ])
  func libraries(golden: String, arguments: [String]) throws {
    let store = try FictionalStore()
    _ = try store.troubledPipeline()
    try Self.addRun(to: store)
    try Self.addLibraries(to: store)
    try Golden.expect(try Self.libraries(arguments, store), golden)
  }

  @Test("The segments of the path in JSON add up to the run")
  func partition() throws {
    let store = try FictionalStore()
    _ = try store.troubledPipeline()
    for top in ["1", "3", "1000"] {
      let text = try Self.executions(["--run", "1", "--json", "--top", top], store)
      let json = try #require(
        JSONSerialization.jsonObject(with: Self.withoutSurrogates(text)) as? [String: Any])
      let run = try #require(json["run"] as? [String: Any])
      let path = try #require(run["critical_path"] as? [String: Any])
      let segments = try #require(path["segments"] as? [[String: Any]])
      var sum = try #require(path["omitted_s"] as? Double)
      for segment in segments {
        let bounds = ["started_ns", "ended_ns"].compactMap { segment[$0] as? Int64 }
        sum += Double(bounds[1] - bounds[0]) / 1e9
      }
      #expect(abs(sum - 12.4) < 1e-9)
    }
  }

  @Test("Nothing steers the terminal, and no line is too long")
  func terminal() throws {
    let store = try FictionalStore()
    _ = try store.troubledPipeline()
    try Self.addLibraries(to: store)
    let texts = [
      try Self.executions(["--top", "1000"], store), try Self.libraries([], store),
      try Self.libraries(["--by", "pipeline"], store),
    ]
    for line in texts.joined().split(separator: "\n") {
      #expect(TerminalText.width(String(line)) <= 100, "\(line)")
      for scalar in line.unicodeScalars {
        #expect(![.control, .format].contains(scalar.properties.generalCategory), "\(line)")
      }
    }
  }

  @Test("What does not match is no failure")
  func nothing() throws {
    let store = try FictionalStore()
    #expect(try Self.executions([], store) == "no process matches (of 0 runs)\n")
    #expect(try Self.libraries([], store) == "no use of a library is stored (of 0 runs)\n")
    let json = try Self.executions(["--json"], store)
    #expect(json.contains("\"wall_s\": null"))
    #expect(try Self.executions(["--csv"], store).split(separator: "\r\n").count == 2)
  }

  @Test(
    "What is not there is answered with what is",
    arguments: [
      (["--run", "9"], "there is no run 9; the latest are 1"),
      (["--pipeline", "rna"], "no run belongs to a pipeline 'rna'; there is rnaseq"),
      (["--pipeline", "\u{1b}[2J"], "'\\e[2J'"),
      (["--user", "nobody"], "no process belongs to a user 'nobody'; no user's name is stored"),
      (
        ["--since", "2026-02-01", "--until", "2026-01-31"],
        "nothing can lie between them; --until must be later"
      ),
    ])
  func unknown(arguments: [String], words: String) throws {
    let store = try FictionalStore()
    _ = try store.troubledPipeline()
    let error = #expect(throws: CommandFailure.self) {
      try Self.executions(arguments, store)
    }
    #expect(error?.message.contains(words) == true, "\(error?.message ?? "")")
    #expect(error?.exitCode == 2)
  }

  @Test(
    "Wrong options are refused",
    arguments: [
      ["--json", "--csv"], ["--top", "0"], ["--run", "x"], ["--run", "-1"], ["--since", "soon"],
      ["--sort", "size"],
    ])
  func options(arguments: [String]) {
    #expect(throws: (any Error).self) { try AnalyzeExecutionsCommand.parse(arguments) }
  }

  @Test("A kind that there is not is refused with those that there are")
  func kinds() {
    let error = #expect(throws: (any Error).self) {
      try AnalyzeLibrariesCommand.parse(["--kind", "ruby"])
    }
    let message = error.map { AnalyzeLibrariesCommand.message(for: $0) } ?? ""
    #expect(message.contains("there are shared-object, python, r, perl, java, conda"))
  }

  @Test("A bar has a character for each value, the greatest full, nothing a dot")
  func bars() {
    #expect(BarLine.text([0, 1, 4, 8, 8.0001, 0.001]) == "·▁▄█" + "█▁")
    #expect(BarLine.text([0, 0]) == "··")
    #expect(BarLine.text([]).isEmpty)
  }

  // MARK: Helpers

  /// Another run, of a pipeline with a hostile name.
  private static func addRun(to store: FictionalStore) throws {
    try store.batch {
      let run = try store.begin("/bin/true", pipeline: "a\u{1b}[31m,\"b\"", at: 20)
      try store.exit(run.root, in: run, at: 21)
      try store.end(run, at: 21)
    }
  }

  private static func addLibraries(to store: FictionalStore) throws {
    try DatabaseQueue(path: store.path).write { database in
      try database.execute(
        sql: """
          INSERT INTO library(id, kind, name, version, path, build_id, package) VALUES
            (1, 'shared-object', 'libc.so.6', '2.36', '/lib/x86_64-linux-gnu/libc.so.6',
              '58254ca972028402bc40624f81388d85ec95f70d', 'libc6'),
            (2, 'python', 'numpy', '1.24.2', '/usr/lib/python3/dist-packages/numpy', NULL,
              'python3-numpy'),
            (3, 'r', x'1b5b324a61ff', NULL, x'2f746d702f1b5b324aff', NULL, NULL);
          INSERT INTO library_use VALUES (1, 1, 13), (1, 2, 1), (1, 3, 2);
          INSERT INTO library_use SELECT 2, 1, 1 WHERE EXISTS (SELECT 1 FROM run WHERE id = 2);
          """)
    }
  }

  private static func executions(_ arguments: [String], _ store: FictionalStore) throws -> String {
    let command = try AnalyzeExecutionsCommand.parse(arguments)
    return try output(store) { try command.print($0, to: $1) }
  }

  private static func libraries(_ arguments: [String], _ store: FictionalStore) throws -> String {
    let command = try AnalyzeLibrariesCommand.parse(arguments)
    return try output(store) { try command.print($0, to: $1) }
  }

  private static func output(
    _ store: FictionalStore, _ print: (StoreReader, OutputFile) throws -> Void
  ) throws -> String {
    let path = store.path + ".out"
    let descriptor = open(path, O_CREAT | O_WRONLY | O_TRUNC, 0o600)
    defer { close(descriptor) }
    try print(try StoreReader(path: store.path), OutputFile(descriptor: descriptor))
    return String(decoding: try Data(contentsOf: URL(fileURLWithPath: path)), as: UTF8.self)
  }

  /// Foundation refuses the lone surrogates that stand for bytes.
  private static func withoutSurrogates(_ json: String) -> Data {
    Data(json.replacing(#/\\udc[0-9a-f]{2}/#, with: "?").utf8)
  }
}
