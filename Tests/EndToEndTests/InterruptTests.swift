import Foundation
import Testing

extension TracingTests {
  @Suite("An interrupt")
  struct InterruptTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Notes each interrupt; ends with 5 when it is told to.
    private static let noting = """
      trap 'echo int >>interrupts' INT
      echo $$ >pid.new; mv pid.new pid
      while [ ! -e go ]; do sleep 0.02; done
      exit 5
      """

    @Test("sent to sonde reaches the command, once")
    func isPassedOn() async throws {
      let sonde = try await start(Self.noting)
      sonde.send(SIGINT)
      try await wait(for: "the command's interrupt") { directory.exists("interrupts") }
      try directory.write("", to: "go")
      #expect(try await sonde.end().status == 5)
      #expect(try directory.read("interrupts") == "int\n")
      let run = try #require(try StoredDatabase(directory.path("trace.db")).runs().first)
      #expect(run.exitCode == 5)
      #expect(!run.interrupted)
    }

    @Test("typed at a terminal reaches the command, once")
    func isNotDoubled() async throws {
      let terminal = try PseudoTerminal()
      let sonde = try await start(Self.noting, terminal: terminal)
      try terminal.type("\u{3}")
      try await wait(for: "the command's interrupt") { directory.exists("interrupts") }
      try directory.write("", to: "go")
      #expect(try await sonde.end().status == 5)
      #expect(try directory.read("interrupts") == "int\n")
    }

    @Test("that ends the command ends sonde with 130")
    func endsTheCommand() async throws {
      let sonde = try await start("echo $$ >pid.new; mv pid.new pid; exec sleep 30")
      sonde.send(SIGINT)
      #expect(try await sonde.end().status == 130)
      let process = try #require(try StoredDatabase(directory.path("trace.db")).processes().first)
      #expect(process.signalName == "SIGINT")
    }

    @Test("ignored by the command stops sonde when it comes again")
    func stopsSonde() async throws {
      let sonde = try await start(
        "trap '' INT; echo $$ >pid.new; mv pid.new pid; while [ ! -e go ]; do sleep 0.02; done")
      defer { sonde.killGroup() }
      sonde.send(SIGINT)
      // Two that come at once would be one: a pending signal is not queued.
      try await wait(for: "sonde to have taken the signal") { try pending(sonde.pid) == 0 }
      sonde.send(SIGINT)
      #expect(try await sonde.end().status == 130)
      try directory.write("", to: "go")
      let run = try #require(try StoredDatabase(directory.path("trace.db")).runs().first)
      #expect(run.interrupted)
      #expect(run.complete == false)
    }

    @Test(
      "other than Ctrl-C reaches the command as well", arguments: ["TERM", "HUP", "USR1", "QUIT"])
    func others(name: String) async throws {
      let sonde = try await start(
        "trap 'exit 9' \(name); echo $$ >pid.new; mv pid.new pid; while :; do sleep 0.02; done")
      sonde.send(["TERM": SIGTERM, "HUP": SIGHUP, "USR1": SIGUSR1, "QUIT": SIGQUIT][name] ?? 0)
      #expect(try await sonde.end().status == 9)
    }

    /// Starts sonde with a shell script, and waits until that has told its pid.
    private func start(
      _ script: String, terminal: PseudoTerminal? = nil
    ) async throws -> RunningCommand {
      let prefix = terminal == nil ? [] : ["setsid", "--ctty", "--wait"]
      let sonde = try RunningCommand(
        prefix + [
          try Installation().sonde, "run", "--no-report", "--db", directory.path("trace.db"), "--",
          "/bin/bash", "-c", script,
        ], in: directory, input: terminal?.end.fileDescriptor)
      try await wait(for: "the command's start") { directory.exists("pid") }
      return sonde
    }

    /// The signals that wait to be taken by a process, as a mask.
    private func pending(_ pid: pid_t) throws -> UInt64 {
      let status = try String(contentsOfFile: "/proc/\(pid)/status", encoding: .utf8)
      let line = status.split(separator: "\n").first { $0.hasPrefix("ShdPnd:") }
      return UInt64(line?.split(separator: "\t").last ?? "0", radix: 16) ?? 0
    }
  }
}

/// A terminal that a test types at.
private final class PseudoTerminal {
  struct Failure: Error {}

  private let keyboard: FileHandle
  /// The end for the program.
  let end: FileHandle

  init() throws {
    let descriptor = open("/dev/ptmx", O_RDWR | O_NOCTTY | O_CLOEXEC)
    // TIOCSPTLCK and TIOCGPTN of ioctl_tty(2), which Swift cannot import: unlock, and tell the
    // number.
    var isLocked: Int32 = 0
    var number: UInt32 = 0
    guard descriptor >= 0, ioctl(descriptor, 0x4004_5431, &isLocked) == 0,
      ioctl(descriptor, 0x8004_5430, &number) == 0
    else { throw Failure() }
    keyboard = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    let other = open("/dev/pts/\(number)", O_RDWR | O_NOCTTY | O_CLOEXEC)
    guard other >= 0 else { throw Failure() }
    end = FileHandle(fileDescriptor: other, closeOnDealloc: true)
  }

  func type(_ text: String) throws { try keyboard.write(contentsOf: Data(text.utf8)) }
}
