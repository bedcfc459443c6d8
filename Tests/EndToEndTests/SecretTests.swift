import Foundation
import Testing

extension TracingTests {
  @Suite("A secret in the arguments")
  struct SecretTests {
    static let arguments: [[String]] = [
      ["--password", "hunter2-4711"],
      ["--password=hunter2-4711"],
      ["TOKEN=hunter2-4711"],
      ["--header", "Authorization: Bearer hunter2-4711"],
      ["https://somebody:hunter2-4711@example.org/"],
    ]

    @Test("is nowhere in the database", arguments: arguments)
    func isBlotted(arguments: [String]) async throws {
      let directory = try TemporaryDirectory()
      let command = ["/usr/bin/env", "echo", "kept-4712"] + arguments
      let trace = try await Trace(command, in: directory)
      #expect(trace.result.outputText.contains("hunter2-4711"), "the command has it")
      var bytes = Data()
      for file in try FileManager.default.contentsOfDirectory(atPath: directory.path)
      where file.hasPrefix("trace.db") {
        bytes += try Data(contentsOf: URL(filePath: directory.path(file)))
      }
      #expect(bytes.firstRange(of: Data("kept-4712".utf8)) != nil)
      #expect(bytes.firstRange(of: Data("hunter2-4711".utf8)) == nil)
    }

    @Test("of a pattern of one's own is nowhere in the database")
    func ownPattern() async throws {
      let directory = try TemporaryDirectory()
      let config = try directory.write("redact.patterns = ['sample-[0-9]+']\n", to: "config.toml")
      let trace = try await Trace(
        ["/bin/true", "sample-4711", "other-4711"], options: ["--config", config], in: directory)
      let execution = try #require(try trace.database.executions().first)
      #expect(try execution.arguments.count == 3)
      #expect(try execution.arguments[1].contains("4711") == false)
      #expect(try execution.arguments[2] == "other-4711")
      #expect(try trace.run().command.contains("sample-4711") == false)
    }
  }
}
