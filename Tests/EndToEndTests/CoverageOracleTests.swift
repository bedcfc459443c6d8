import Foundation
import Testing

extension TracingTests {
  /// What the compiler's own coverage says, and what probes say.
  @Suite("Coverage, beside llvm-cov")
  struct CoverageOracleTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// What the program is told to do.
    static let deeds: [[String]] = [
      [], ["add"], ["multiply", "divide"], ["signal"], ["threads"], ["sort", "subtract"],
      ["measure", "visit", "recurse"], ["more", "no-such-deed"], ["visit", "leave", "signal"],
      ["signal", "threads", "sort", "measure", "visit", "recurse", "add", "multiply"],
    ]

    @Test("Of code as it is written, both know the same functions to have run")
    func plain() async throws {
      try await build("-O0")
      for deeds in Self.deeds {
        let (compiler, probes) = try await cover(deeds)
        let all = Set(compiler.keys)
        #expect(all.count > 40)
        let ran = Set(compiler.filter { $0.value > 0 }.keys)
        #expect(probes.hits.intersection(all) == ran, "\(deeds)")
        #expect(all.isSubset(of: probes.inScope), "\(deeds): \(all.subtracting(probes.inScope))")
      }
    }

    @Test("Of optimised code, what only the compiler saw is known to be copied into others")
    func optimised() async throws {
      try await build("-O2")
      var differences = 0
      for deeds in Self.deeds {
        let (compiler, probes) = try await cover(deeds)
        let ran = Set(compiler.filter { $0.value > 0 }.keys)
        let all = Set(compiler.keys)
        #expect(probes.hits.intersection(all).isSubset(of: ran), "\(deeds)")
        let unseen = ran.subtracting(probes.hits)
        #expect(unseen.isSubset(of: probes.inlined), "\(unseen.subtracting(probes.inlined))")
        differences += unseen.count
      }
      #expect(differences > 0, "nothing was copied: the test tests nothing")
    }

    // MARK: Both

    /// What probes say, by the names of files and functions.
    private struct Probed {
      var hits: Set<String> = []
      var inScope: Set<String> = []
      /// Of which there are copies inside of others.
      var inlined: Set<String> = []
    }

    private func build(_ level: String) async throws {
      let sources = Installation.path("Tests/CoverageOracle")
      let clang = [
        try SwiftToolchain.path("clang"), "-g", level, "-fprofile-instr-generate",
        "-fcoverage-mapping",
      ]
      try await directory.run(
        clang + ["-shared", "-fPIC", "\(sources)/library.c", "-o", directory.path("liboracle.so")])
      try await directory.run(
        clang
          + ["main.c", "operations.c", "events.c"].map { "\(sources)/\($0)" }
          + ["-L", directory.path, "-loracle", "-pthread", "-o", directory.path("oracle")]
          + ["-Wl,-rpath,\(directory.path)"])
    }

    /// One run, seen by both: how often the compiler counted each function, and what probes saw.
    private func cover(_ deeds: [String]) async throws -> ([String: Int], Probed) {
      try FileManager.default.removeItem(atPath: directory.path("profiles"), isOptional: true)
      let run = try await CoverageRun(
        [directory.path("oracle")] + deeds, options: ["--libraries", "--budget", "none"],
        environment: ["LLVM_PROFILE_FILE": directory.path("profiles/%m.profraw")], in: directory)
      #expect(run.result.errorText.contains("in scope"), "\(run.result.errorText)")
      var probed = Probed()
      for function in try run.functions() {
        guard ["oracle", "liboracle.so"].contains(function.file), let source = function.sourceFile
        else { continue }
        let name = Self.name(source, function.name)
        if function.state == "hit" { probed.hits.insert(name) }
        if function.isInScope { probed.inScope.insert(name) }
        if function.inlinedCopies > 0 { probed.inlined.insert(name) }
      }
      let copied = try run.database.texts(
        """
        SELECT source_file || ':' || name FROM coverage_inlined
        WHERE copies > 0 AND coverage_id = (SELECT max(coverage_id) FROM coverages)
        """)
      for text in copied {
        let parts = text.split(separator: ":")
        if parts.count == 2 {
          probed.inlined.insert(Self.name(String(parts[0]), String(parts[1])))
        }
      }
      return (try await compilerCounts(), probed)
    }

    private func compilerCounts() async throws -> [String: Int] {
      let files = try FileManager.default.contentsOfDirectory(atPath: directory.path("profiles"))
      try #require(files.count == 2, "a profile of the program and one of its library")
      try await directory.run(
        [try SwiftToolchain.path("llvm-profdata"), "merge", "-o", directory.path("all.profdata")]
          + files.map { directory.path("profiles/\($0)") })
      let text = try await directory.run([
        try SwiftToolchain.path("llvm-cov"), "export", "-instr-profile",
        directory.path("all.profdata"), directory.path("oracle"), "-object",
        directory.path("liboracle.so"),
      ])
      let export = try JSONDecoder().decode(CompilerCoverage.self, from: Data(text.utf8))
      let functions = export.data.flatMap(\.functions).compactMap { function in
        function.filenames.first.map { (Self.name($0, function.name), function.count) }
      }
      return Dictionary(functions, uniquingKeysWith: +)
    }

    /// Static functions have their file's name before their own in what llvm-cov exports.
    private static func name(_ source: String, _ function: String) -> String {
      let file = URL(filePath: source).lastPathComponent
      return "\(file):\(function.split(separator: ":").last.map(String.init) ?? function)"
    }
  }
}

/// What `llvm-cov export` writes, as far as it is about functions.
private struct CompilerCoverage: Decodable {
  let data: [Export]

  struct Export: Decodable {
    let functions: [Function]
  }

  struct Function: Decodable {
    let name: String
    let count: Int
    let filenames: [String]
  }
}

extension FileManager {
  fileprivate func removeItem(atPath path: String, isOptional: Bool) throws {
    if isOptional, !fileExists(atPath: path) { return }
    try removeItem(atPath: path)
  }
}
