import Foundation
import Testing

extension TracingTests {
  @Suite("Coverage that cannot be had")
  struct CoverageErrorTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Options that are wrong, and parts of what is said: the thing and the mend.
    static let wrongOptions: [(options: [String], words: [String])] = [
      (["--include", "a["], ["--include 'a['", "not a regular expression"]),
      (["--include", "main", "--exclude", "("], ["--exclude '('", "not a regular expression"]),
      (["--include", "^no_such_function$"], ["--include '^no_such_function$'", "none is left"]),
      (["--exclude", "."], ["--exclude '.'", "none is left", "'sonde coverage report'"]),
      (["--budget", "0"], ["--budget", "0"]),
      (["--budget", "-1%"], ["--budget"]),
      (["--budget", "101%"], ["--budget", "101%"]),
      (["--budget", "much"], ["--budget", "much"]),
      (["--budget", "nan"], ["--budget", "nan"]),
      (["--for", "0"], ["--for", "above 0"]),
      (["--for", "soon"], ["--for", "soon"]),
      (["--pid", "1"], ["--pid and a command exclude each other"]),
      (["--manifest", "missing.toml"], ["missing.toml"]),
      (["--target", "missing-program"], ["missing-program", "No such file"]),
      (["--target", "/tmp"], ["/tmp"]),
    ]

    @Test("because of an option says which, and what is wrong with it", arguments: wrongOptions)
    func options(options: [String], words: [String]) async throws {
      let program = try await directory.compile("int main(void) { return 0; }", to: "program")
      let result = try await refused(options + ["--", program])
      for word in words { #expect(result.contains(word), "\(result)") }
    }

    /// Files that have no functions for this machine, and what is said of them.
    static let wrongFiles: [(make: String, words: [String])] = [
      ("printf 'just text' >file", ["file"]),
      (": >file", ["file"]),
      ("mkdir file", ["file"]),
      ("true", ["file", "No such file"]),
      (
        "cp program file && printf '\\267\\0' | dd of=file bs=1 seek=18 conv=notrunc",
        ["file", "64"]
      ),
      ("cp program file && printf '\\1' | dd of=file bs=1 seek=4 conv=notrunc", ["file"]),
      ("head -c 100 program >file", ["file"]),
    ]

    @Test("of a file without functions for this machine says why", arguments: wrongFiles)
    func files(make: String, words: [String]) async throws {
      try await directory.compile("int main(void) { return 0; }", to: "program")
      try await directory.run(["/bin/sh", "-c", make])
      let result = try await refused([
        "--target", directory.path("file"), "--", directory.path("program"),
      ])
      for word in words { #expect(result.contains(word), "\(result)") }
    }

    @Test("of a program with neither symbols nor unwind table names debug information as the mend")
    func nothingToFind() async throws {
      try await directory.compile(
        "void _start(void) { __asm__ volatile(\"mov $60, %eax; xor %edi, %edi; syscall\"); }",
        to: "bare",
        options: [
          "-nostdlib", "-static", "-fno-asynchronous-unwind-tables", "-fno-unwind-tables", "-s",
        ])
      let result = try await refused(["--", directory.path("bare")])
      #expect(result.contains("bare"))
      #expect(result.contains("symbols"), "\(result)")
    }

    @Test("of a process that is not there says so")
    func noProcess() async throws {
      let result = try await refused(["--pid", "4194303"])
      #expect(result.contains("--pid 4194303"))
      #expect(result.contains("no such process"))
    }

    @Test("of a manifest with a mistake names its line and column")
    func manifest() async throws {
      let program = try await directory.compile("int main(void) { return 0; }", to: "program")
      try directory.write("[expect]\nexecutables = [\"a\"]\nfiels = [\"b\"]\n", to: "wrong.toml")
      let result = try await refused(["--manifest", "wrong.toml", "--", program])
      #expect(result.contains("wrong.toml:3:1"), "\(result)")
      #expect(result.contains("did you mean 'files'?"), "\(result)")
    }

    @Test("without privileges says which are needed")
    func noPrivileges() async throws {
      let program = try await directory.compile("int main(void) { return 0; }", to: "program")
      chmod(directory.path, 0o777)
      let result = try await refused(
        ["--", program], by: ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"])
      #expect(result.contains("root"), "\(result)")
    }

    @Test("of a script is of its interpreter, which is said")
    func script() async throws {
      let script = try directory.write("#!/bin/sh\nexit 6\n", to: "script", permissions: 0o755)
      let run = try await CoverageRun([script], in: directory)
      #expect(run.result.status == 6)
      #expect(run.result.errorText.contains("is a script: its interpreter /bin/sh is looked at"))
      #expect(!(try run.hits()).isEmpty)
    }

    // MARK: Helpers

    /// Runs it, and expects that it ends with 2, stores nothing and starts nothing. Returns what it
    /// said.
    private func refused(_ arguments: [String], by prefix: [String] = []) async throws -> String {
      let result = try await RunningCommand(
        prefix + [try Installation().sonde, "coverage", "run", "--db", directory.path("none.db")]
          + arguments, in: directory
      ).end()
      #expect(result.status == 2, "\(result.errorText)")
      #expect(result.output.isEmpty)
      #expect(!directory.exists("none.db"))
      return result.errorText
    }
  }
}
