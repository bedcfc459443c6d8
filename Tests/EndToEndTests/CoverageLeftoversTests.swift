import Foundation
import Testing

extension TracingTests {
  @Suite("Coverage, after its end")
  struct CoverageLeftoversTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Says its pid, and waits until there is a file of the name that it is given.
    private static let program = """
      #include <stdio.h>
      #include <unistd.h>

      static void never(void) { }
      int not_called(int value) { return value + 1; }
      int wait_for(const char *name) {
        while (access(name, F_OK)) usleep(10000);
        return 0;
      }

      int main(int count, char **arguments) {
        FILE *file = fopen(arguments[1], "w");
        fprintf(file, "%d", getpid());
        fclose(file);
        rename(arguments[1], arguments[2]);
        wait_for(arguments[3]);
        if (count > 10) never();
        return 0;
      }
      """

    /// How coverage ends, as a signal to sonde or none, and with which options.
    static let endings: [(signal: Int32?, options: [String])] = [
      (nil, []), (nil, ["--one-by-one"]), (nil, ["--keep-probes"]), (nil, ["--for", "0.5"]),
      (SIGTERM, []), (SIGINT, []), (SIGKILL, []), (SIGKILL, ["--one-by-one"]),
    ]

    @Test("leaves no breakpoint in any process, and no process of its own", arguments: endings)
    func breakpoints(signal: Int32?, options: [String]) async throws {
      let path = try await directory.compile(Self.program, to: "program")
      let bystander = try start("bystander", of: path)
      defer { bystander.killGroup() }
      let other = try await pid(of: "bystander")
      #expect(try CodeInMemory(of: other, file: path).differences.isEmpty)

      let before = Self.guards()
      let sonde = try CoverageRun.start(
        [path] + arguments("covered"), options: ["--children", "--target", path] + options,
        in: directory)
      defer { sonde.killGroup() }
      _ = try await pid(of: "covered")
      let guards = Self.guards().subtracting(before)
      if !options.contains("--for") {
        try await wait(for: "breakpoints in the bystander") {
          try !CodeInMemory(of: other, file: path).differences.isEmpty
        }
      }
      if let signal {
        sonde.send(signal)
        if signal == SIGKILL { try await wait(for: "sonde's end") { !sonde.isRunning } }
      }
      if !options.contains("--for") { try directory.write("", to: "covered.go") }
      try await wait(for: "the breakpoints to be gone") {
        try CodeInMemory(of: other, file: path).differences.isEmpty
      }
      try directory.write("", to: "covered.go")
      _ = try await sonde.end()
      try await wait(for: "the end of all that sonde started") {
        Traces(of: sonde.pid).processes.isEmpty && guards.isDisjoint(with: Self.guards())
      }
    }

    @Test("of a process alone puts no breakpoint into others that run the same program")
    func narrow() async throws {
      let path = try await directory.compile(Self.program, to: "program")
      let bystander = try start("bystander", of: path)
      defer { bystander.killGroup() }
      let other = try await pid(of: "bystander")
      let sonde = try CoverageRun.start([path] + arguments("covered"), in: directory)
      defer { sonde.killGroup() }
      let covered = try await pid(of: "covered")
      try await wait(for: "breakpoints in the covered process") {
        try !CodeInMemory(of: covered, file: path).differences.isEmpty
      }
      #expect(try CodeInMemory(of: other, file: path).differences.isEmpty)
      try directory.write("", to: "covered.go")
      let run = try await CoverageRun(of: sonde, in: directory)
      #expect(try run.hits() == ["main", "wait_for"])
      #expect(try run.database.coverage().foreignHits == 0)
    }

    @Test("killed while it held the command, lets the command go on")
    func held() async throws {
      let count = 60
      let path = try await directory.compile(
        """
        #include <dlfcn.h>
        #include <signal.h>
        #include <stdio.h>

        int main(int count, char **libraries) {
          /* A group of which one is stopped when it loses its parent is sent a hang-up. */
          signal(SIGHUP, SIG_IGN);
          for (int index = 1; index < count; index++) {
            dlopen(libraries[index], RTLD_NOW);
            printf("%d\\n", index);
            fflush(stdout);
          }
          return 0;
        }
        """, to: "loader", options: ["-g", "-ldl"])
      let libraries = try await (0..<count).asyncMap { number in
        try await directory.compile(
          "int function_\(number)(void) { return \(number); }", to: "lib\(number).so",
          options: ["-g", "-shared", "-fPIC"])
      }
      let before = Self.guards()
      let sonde = try CoverageRun.start(
        [path] + libraries, options: ["--libraries", "--include", "^(function|main$)"],
        in: directory)
      defer { sonde.killGroup() }
      try await wait(for: "some libraries to be loaded") {
        sonde.outputTextSoFar.split(separator: "\n").count > 3
      }
      #expect(sonde.outputTextSoFar.split(separator: "\n").count < count, "it was over already")
      let guards = Self.guards().subtracting(before)
      #expect(!guards.isEmpty)
      sonde.send(SIGKILL)
      try await wait(for: "the command's end") {
        sonde.outputTextSoFar.split(separator: "\n").count == count
      }
      try await wait(for: "the end of all that sonde started") {
        Traces(of: sonde.pid).processes.isEmpty && guards.isDisjoint(with: Self.guards())
      }
      _ = try await sonde.end()
    }

    // MARK: Helpers

    /// The processes that wait for a sonde to die, whosever they are.
    private static func guards() -> Set<String> {
      let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
      return Set(
        names.filter {
          (try? String(contentsOfFile: "/proc/\($0)/comm", encoding: .utf8)) == "sonde-guard\n"
        })
    }

    private func arguments(_ name: String) -> [String] {
      ["\(name).new", "\(name).pid", "\(name).go"].map(directory.path)
    }

    private func start(_ name: String, of program: String) throws -> RunningCommand {
      try RunningCommand([program] + arguments(name), in: directory)
    }

    private func pid(of name: String) async throws -> pid_t {
      try await wait(for: "\(name) to have started") { directory.exists("\(name).pid") }
      return try #require(pid_t(try directory.read("\(name).pid")))
    }
  }
}

extension Sequence {
  fileprivate func asyncMap<Result>(
    _ transform: (Element) async throws -> Result
  ) async rethrows -> [Result] {
    var results: [Result] = []
    for element in self { results.append(try await transform(element)) }
    return results
  }
}
