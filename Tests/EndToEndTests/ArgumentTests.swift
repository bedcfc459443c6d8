import Foundation
import Testing

extension TracingTests {
  @Suite("The arguments of an execution")
  struct ArgumentTests {
    @Test("are kept byte for byte, printable or not")
    func raw() async throws {
      let trace = try await Trace.workload("raw-args")
      let execution = try #require(try trace.database.executions().last)
      let expected: [[UInt8]] =
        [
          "workloads", "noop", nil, nil, "line\nbreak", "tab\tand\rreturn",
          "\u{1b}[31mred\u{1b}[0m",
          "", "quote \" backslash \\", "🦔 👩‍💻", "",
        ].map { (text: String?) in text.map { Array($0.utf8) } ?? [] }
      var bytes = try await argumentBytes(execution.argv, in: trace.directory)
      try #require(bytes.count == expected.count)
      #expect(bytes[2] == Array("invalid ".utf8) + [0xff, 0xfe, 0xc3] + Array("( UTF-8".utf8))
      #expect(bytes[3] == [0xed, 0xa0, 0x80])
      bytes[2] = []
      bytes[3] = []
      #expect(bytes == expected)
      #expect(!execution.argvTruncated)
    }

    @Test("are kept, however many")
    func many() async throws {
      let trace = try await Trace.workload("many-args", "5003")
      let execution = try #require(try trace.database.executions().last)
      #expect(try execution.arguments == ["workloads", "noop"] + (1...5003).map(String.init))
      #expect(!execution.argvTruncated)
    }

    @Test("are kept whole up to the limit", arguments: [32_000, 32_767])
    func whole(size: Int) async throws {
      let trace = try await Trace.workload(
        "long-argv", String(size), options: ["--config", try config("arguments_limit = 32767")])
      let execution = try #require(try trace.database.executions().last)
      #expect(execution.argvBytes == size)
      #expect(!execution.argvTruncated)
      #expect(try execution.arguments == argumentsOfLength(size))
    }

    @Test(
      "are cut beyond the limit, and say how long they were",
      arguments: [32_768, 40_000, 100_003, 1_000_003])
    func cut(size: Int) async throws {
      let trace = try await Trace.workload(
        "long-argv", String(size), options: ["--config", try config("arguments_limit = 32767")])
      let execution = try #require(try trace.database.executions().last)
      #expect(execution.argvTruncated)
      #expect(execution.argvBytes == size)
      let kept = try execution.arguments.joined(separator: "\0")
      #expect(argumentsOfLength(size).joined(separator: "\0").hasPrefix(kept))
      #expect(kept.utf8.count > 30_000)
    }

    @Test("are cut at the limit that is set")
    func setLimit() async throws {
      let trace = try await Trace.workload(
        "long-argv", "5000", options: ["--config", try config("arguments_limit = 1000")])
      let execution = try #require(try trace.database.executions().last)
      #expect(execution.argvTruncated)
      #expect(execution.argvBytes == 5000)
      let kept = try execution.arguments.joined(separator: "\0").utf8.count
      #expect((900...1000).contains(kept))
    }

    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    private func config(_ capture: String) throws -> String {
      try directory.write("[capture]\n\(capture)\n", to: "config.toml")
    }

    /// What the workload `long-argv` executes.
    private func argumentsOfLength(_ size: Int) -> [String] {
      let names = ["workloads", "noop"]
      var left = size - names.reduce(0) { $0 + $1.utf8.count + 1 }
      var letters = 0
      var result = names
      while left > 0 {
        let piece = min(left, 100_000)
        let bytes = (letters..<letters + piece - 1).map { UInt8(97 + $0 % 26) }
        result.append(String(decoding: bytes, as: UTF8.self))
        letters += piece
        left -= piece
      }
      return result
    }
  }
}
