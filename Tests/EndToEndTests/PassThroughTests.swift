import Foundation
import Testing

extension TracingTests {
  @Suite("A command under sonde run")
  struct PassThroughTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test("has its input and output untouched")
    func bytes() async throws {
      let bytes = Data((0..<1_000_003).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 13) })
      let file = directory.path("input")
      try bytes.write(to: URL(filePath: file))
      for copy in ["cat", "cat >&2"] {
        let input = try FileHandle(forReadingFrom: URL(filePath: file))
        let result = try await RunningCommand(
          try sonde(["--no-report", "--", "/bin/sh", "-c", copy]), in: directory,
          input: input.fileDescriptor
        ).end()
        #expect(result.output == (copy == "cat" ? bytes : Data()))
        #expect(result.errors == (copy == "cat" ? Data() : bytes))
      }
    }

    @Test("has its output untouched by the report")
    func report() async throws {
      let result = try await run(["--", "/bin/echo", "hello"])
      #expect(result.outputText == "hello\n")
    }

    @Test(
      "gives its status to sonde although the report cannot be written",
      arguments: [">/dev/full 2>&1", "2>&-", "2>&1 | true"])
    func reportFails(redirection: String) async throws {
      // Of a pipe, bash gives the first part's status when told so.
      let script = """
        "$0" run --db "$1" -- /bin/sh -c 'exit 3' \(redirection)
        exit ${PIPESTATUS[0]}
        """
      let result = try await RunningCommand(
        ["/bin/bash", "-c", script, try Installation().sonde, directory.path("trace.db")],
        in: directory
      ).end()
      #expect(result.status == 3, "\(result.errorText)")
    }

    @Test(
      "gives its status to sonde",
      arguments: [
        ("exit 0", 0), ("exit 7", 7), ("exit 255", 255),
        ("kill -TERM $$", 143), ("kill -KILL $$", 137), ("kill -SEGV $$", 139),
      ] as [(String, Int32)])
    func status(script: String, status: Int32) async throws {
      #expect(try await run(["--no-report", "--", "/bin/sh", "-c", script]).status == status)
    }

    /// Arguments behind `sonde run --no-report`, and what printf prints then.
    static let argumentLists: [([String], String)] = [
      (["--", "/usr/bin/printf", "%s|", "--json", "--db", "x", "-h"], "--json|--db|x|-h|"),
      (["/usr/bin/printf", "%s|", "--json", "--db", "x", "--help"], "--json|--db|x|--help|"),
      (["--", "/usr/bin/printf", "%s|", "a", "--", "b", "--"], "a|--|b|--|"),
      (["--name", "n", "--", "/usr/bin/printf", "%s|", "", " ", "a b"], "| |a b|"),
      (["printf", "%s|", "looked up"], "looked up|"),
    ]

    @Test("has all its arguments", arguments: argumentLists)
    func arguments(arguments: [String], printed: String) async throws {
      let result = try await run(["--no-report"] + arguments)
      #expect(result.outputText == printed, "\(result.errorText)")
    }

    @Test("has all its arguments, those that are not UTF-8 too")
    func rawArguments() async throws {
      // Made by the shell: strings of Swift cannot hold them.
      let script = #"""
        bytes=$(/usr/bin/printf 'a\377\376z')
        exec "$0" run --no-report --db "$1" -- /usr/bin/printf '%s|' "$bytes"
        """#
      let result = try await RunningCommand(
        ["/bin/sh", "-c", script, try Installation().sonde, directory.path("trace.db")],
        in: directory
      ).end()
      #expect(Array(result.output) == [0x61, 0xff, 0xfe, 0x7a, 0x7c])
    }

    @Test("has its environment and its directory")
    func surroundings() async throws {
      let result = try await RunningCommand(
        try sonde(["--no-report", "--", "/bin/sh", "-c", "echo $A_VARIABLE; pwd"]), in: directory,
        environment: ["A_VARIABLE": "a value"]
      ).end()
      #expect(result.outputText == "a value\n\(directory.path)\n")
    }

    @Test("has the signals of its parent: none blocked, none ignored")
    func signals() async throws {
      // Signals 1 to 28; those above 31 are the C library's own.
      let script = #"sed -nE 's/^(Sig(Blk|Ign)).*([0-9a-f]{7})$/\1 \3/p' /proc/self/status"#
      let bare = try await RunningCommand(["/bin/sh", "-c", script], in: directory).end()
      let traced = try await run(["--no-report", "--", "/bin/sh", "-c", script])
      #expect(traced.outputText == bare.outputText)
    }

    @Test("has no descriptors that it would not have without sonde")
    func descriptors() async throws {
      let script = "ls /proc/self/fd"
      let bare = try await RunningCommand(["/bin/sh", "-c", script], in: directory).end()
      let traced = try await run(["--no-report", "--", "/bin/sh", "-c", script])
      #expect(traced.outputText == bare.outputText)
    }

    @Test("that is not there ends sonde with 127 and its name")
    func missing() async throws {
      for name in ["no-such-command", "./no-such-file", "/no/such/file"] {
        let result = try await run(["--", name])
        #expect(result.status == 127)
        #expect(result.errorText.contains(name))
      }
    }

    @Test("that cannot be executed ends sonde with 126 and its name")
    func notExecutable() async throws {
      try directory.write("#!/bin/sh\n", to: "plain")
      for name in ["./plain", "/tmp"] {
        let result = try await run(["--", name])
        #expect(result.status == 126)
        #expect(result.errorText.contains(name))
      }
    }

    @Test("that is not given is asked for")
    func nothing() async throws {
      for arguments in [[], ["--"], ["--no-report", "--"]] {
        let result = try await run(arguments)
        #expect(result.status == 2)
        #expect(!result.errors.isEmpty)
        #expect(!directory.exists("trace.db"))
      }
    }

    @Test("is not run for the sake of help", arguments: ["--help", "-h"])
    func help(flag: String) async throws {
      let result = try await RunningCommand(
        [try Installation().sonde, "run", flag], in: directory
      ).end()
      #expect(result.status == 0)
      #expect(result.outputText.contains("--no-report"))
    }

    @Test("is not run with an option that does not exist")
    func unknownOption() async throws {
      let result = try await RunningCommand(
        [try Installation().sonde, "run", "--no-such-option", "--", "/bin/true"], in: directory
      ).end()
      #expect(result.status == 2)
      #expect(result.errorText.contains("Unknown option '--no-such-option'"))
    }

    private func run(_ arguments: [String]) async throws -> RunningCommand.Result {
      try await RunningCommand(try sonde(arguments), in: directory).end()
    }

    private func sonde(_ arguments: [String]) throws -> [String] {
      [try Installation().sonde, "run", "--db", directory.path("trace.db")] + arguments
    }
  }
}
