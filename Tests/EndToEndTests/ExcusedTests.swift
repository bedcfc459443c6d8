import Foundation
import Testing

extension TracingTests {
  @Suite("What is no failure")
  struct ExcusedTests {
    /// Servers of other tests ignore SIGPIPE in all of this process, and what it starts inherits that.
    static let withPipeSignal = ["/usr/bin/env", "--default-signal=PIPE"]
    private static let withoutPipeSignal = ["/usr/bin/env", "--ignore-signal=PIPE"]

    static let unreads: [FailureTests.Case] = [
      // The reader crashed: what it did to the writer is no failure of the writer's.
      .shell(
        "yes | sh -c 'kill -SEGV $$'; true", "signal",
        ["sh was ended by SIGSEGV, which it sent to itself; sh around it"]),
      FailureTests.Case(
        command: ["/bin/bash", "-c", "set -o pipefail; yes | head -n 1"], status: 1, kind: "exit",
        hidden: false,
        says: [
          "bash failed with exit status 1 after yes had ended with exit status 1, for nobody read "
            + "its output any more"
        ]),
      .shell(
        "$TEST_PYTHON -c '\(unreadThenFull)' | head -c 1; true", "exit",
        ["could not write to /dev/full: no space left on the device; sh around it"]),
      .shell(
        "$TEST_PYTHON -c '\(unreadSocket)'; true", "exit",
        ["could not write: nobody reads it any more; sh around it"]),
    ]
    private static let unreadThenFull = """
      import os
      try:
          while True: os.write(1, bytes(65536))
      except BrokenPipeError: pass
      open("/dev/full", "wb", 0).write(b"x")
      """
    private static let unreadSocket = """
      import socket
      here, there = socket.socketpair()
      there.close()
      here.send(b"x")
      """

    @Test("is said of what failed beside or after output that nobody read", arguments: unreads)
    func unread(_ expected: FailureTests.Case) async throws {
      let python = try Installation.python().path
      let trace = try await Trace(
        Self.withoutPipeSignal + expected.command, environment: ["TEST_PYTHON": python])
      try FailureTests.check(trace, expected)
    }

    static let none = [
      "yes | head -n 1; echo x >f; grep -q y f || true; diff f /dev/null; true",
      // As configure does.
      """
      for tool in sonde-cc sonde-c99; do command -v $tool >/dev/null || continue; done
      found=$(command -v sonde-cc) || found=
      (test -f sonde.h) || true
      echo 'int main(void) { return no; }' >conftest.c
      for cc in sonde-cc cc; do $cc conftest.c 2>/dev/null && break; done
      sonde-cc --version || true
      expr 0 || true
      """,
      "$TEST_PYTHON -c 'for n in range(1 << 20): print(n)' | head -n 1; true",
      "(while echo y; do :; done; exit 1) | head -n 1; bash -c 'set -o pipefail; yes | head -n 1'; true",
    ]

    /// Of shells that fork nobody for a program that is not there.
    private static let asked = """
      command -v sonde-cc >/dev/null; type sonde-cc; sonde-cc >/dev/null 2>&1; grep -q y /dev/null
      $TEST_PYTHON -c 'import os
      if not os.path.exists("sonde-cc"): os.write(2, b"sonde-cc: not found")'
      """
    static let nothings =
      none.flatMap { [("/bin/sh", $0), ("/bin/bash", $0)] } + [("/bin/sh", asked)]

    @Test("is not said of what has not failed", arguments: nothings)
    func nothing(shell: String, text: String) async throws {
      let python = try Installation.python().path
      let trace = try await Trace(
        Self.withoutPipeSignal + [shell, "-c", text], environment: ["TEST_PYTHON": python])
      let found = try FailureTests.failures(of: trace).map(\.summary)
      #expect(found.isEmpty, "\(found)")
      #expect(trace.result.status == 0)
      let excused = try trace.database.number("SELECT excused FROM failure_account")
      #expect(excused ?? 0 > 0)
    }
  }
}
