import Foundation
import GRDB
import Testing

extension TracingTests {
  @Suite("Coverage of processes that run")
  struct CoverageProcessTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Calls one function until there is a file `go`, then another.
    private static let program = """
      #include <unistd.h>

      static int before(int value) { return value + 1; }
      static int after(int value) { return value + 2; }
      static int never(int value) { return value + 3; }

      int main(int count, char **arguments) {
        int value = 0;
        (void)arguments;
        while (access("go", F_OK)) {
          value = before(value);
          usleep(5000);
        }
        value = after(value);
        return count > 10 ? never(value) : 0;
      }
      """

    /// How it ends: by the time, by the user, with the process.
    enum Ending: String, CaseIterable {
      case timeout, interrupted, ended
    }

    @Test(
      "ends with the time, with the user's word, or with the process", arguments: Ending.allCases)
    func running(ending: Ending) async throws {
      let path = try await directory.compile(Self.program, to: "program")
      let process = try RunningCommand([path], in: directory)
      defer { process.killGroup() }
      try await wait(for: "the program to run") { try Self.runs(path, as: process.pid) }
      let sonde = try CoverageRun.start(
        [], options: ["--pid", "\(process.pid)"] + (ending == .timeout ? ["--for", "1.5"] : []),
        in: directory)
      defer { sonde.killGroup() }
      try await wait(for: "the first hit") { hits(path).contains("before") }
      if ending == .interrupted { sonde.send(SIGINT) }
      if ending == .ended { try directory.write("", to: "go") }
      let run = try await CoverageRun(of: sonde, in: directory)
      #expect(run.result.status == 0)
      #expect(try run.database.coverage().state == ending.rawValue)
      #expect(try run.database.coverage().pid == Int64(process.pid))
      #expect(try run.hits() == (ending == .ended ? ["before", "after"] : ["before"]))
      #expect(process.isRunning == (ending != .ended))
      if process.isRunning {
        #expect(try CodeInMemory(of: process.pid, file: path).differences.isEmpty)
        try directory.write("", to: "go")
        #expect(try await process.end().status == 0)
      }
    }

    @Test("Two of the same program at the same time do not count each other's calls")
    func two() async throws {
      let path = try await directory.compile(Self.program, to: "program")
      let directories = [try TemporaryDirectory(), try TemporaryDirectory()]
      let sondes = try directories.map { place in
        try CoverageRun.start([path], options: ["--keep-probes"], in: place)
      }
      defer { for sonde in sondes { sonde.killGroup() } }
      for place in directories {
        try await wait(for: "hits of both") {
          hits(path, in: place).contains("before")
        }
      }
      try directories[0].write("", to: "go")
      let first = try await CoverageRun(of: sondes[0], in: directories[0])
      #expect(try first.hits() == ["main", "before", "after"])
      let inSecond = try StoredDatabase(directories[1].path("coverage.db")).functions()
      #expect(inSecond.first { $0.name == "after" }?.state == "attached")
      try directories[1].write("", to: "go")
      let second = try await CoverageRun(of: sondes[1], in: directories[1])
      #expect(try second.hits() == ["main", "before", "after"])
      for run in [first, second] {
        #expect(try run.functions().filter { $0.name == "main" }.map(\.hits) == [1])
      }
    }

    @Test("A program that is replaced by another build while it runs is said to be")
    func replaced() async throws {
      let path = try await directory.compile(Self.program, to: "program")
      let sonde = try CoverageRun.start([path], in: directory)
      defer { sonde.killGroup() }
      try await wait(for: "the first hit") { hits(path).contains("before") }
      try await directory.compile(Self.program + "\nint more(void) { return 1; }\n", to: "newer")
      try FileManager.default.removeItem(atPath: path)
      try FileManager.default.moveItem(atPath: directory.path("newer"), toPath: path)
      try await wait(for: "the words for it") { try error(of: path) != nil }
      try directory.write("", to: "go")
      let run = try await CoverageRun(of: sonde, in: directory)
      #expect(run.result.status == 0)
      #expect(try error(of: path)?.contains("was replaced while it ran") == true)
      // What runs is the old one, which is looked at to its end.
      #expect(try run.hits() == ["main", "before", "after"])
    }

    @Test("A library that is written over in place is not looked at from then on, which is said")
    func overwritten() async throws {
      let library = try await directory.compile(
        "int early(void) { return 1; }\nint late(void) { return 2; }\n", to: "liba.so",
        options: ["-g", "-O0", "-shared", "-fPIC"])
      let path = try await directory.compile(
        """
        #include <unistd.h>
        int early(void);
        int main(void) {
          early();
          while (access("go", F_OK)) usleep(5000);
          return 0;
        }
        """, to: "program", options: ["-g", library])
      let sonde = try CoverageRun.start(
        [path], options: ["--target", path, "--target", library], in: directory)
      defer { sonde.killGroup() }
      try await wait(for: "the first hit") { hits(library).contains("early") }
      // With what was there, and without making it shorter: that would take the program's memory.
      try await directory.run([
        "/bin/sh", "-c", "cp liba.so copy.so && dd if=copy.so of=liba.so conv=notrunc",
      ])
      try await wait(for: "the words for it") { try error(of: library) != nil }
      try directory.write("", to: "go")
      let run = try await CoverageRun(of: sonde, in: directory)
      #expect(run.result.status == 0)
      #expect(try error(of: library)?.contains("was changed while it ran") == true)
      let late = try #require(try run.functions().first { $0.name == "late" })
      #expect(late.state == "failed")
      #expect(late.reason == "the file was changed")
    }

    @Test("A program with many threads and 20,000 functions is seen whole", .timeLimit(.minutes(4)))
    func large() async throws {
      let count = 20_000
      let functions = (0..<count).map { "static int f\($0)(int v) { return v + \($0); }" }
      let table = (0..<count).map { "f\($0)" }.joined(separator: ",\n")
      try await directory.compile(
        """
        #include <pthread.h>
        \(functions.joined(separator: "\n"))
        static int (*table[])(int) = {\(table)};
        static int sums[8];
        static void *run(void *first) {
          long number = (long)first;
          for (int index = number; index < \(count); index += 8)
            if (index % 2) sums[number] = table[index](sums[number]);
          return 0;
        }
        int main(void) {
          pthread_t threads[8];
          for (long number = 0; number < 8; number++)
            pthread_create(&threads[number], 0, run, (void *)number);
          for (int number = 0; number < 8; number++) pthread_join(threads[number], 0);
          return 0;
        }
        """, to: "large", options: ["-O0", "-pthread"])
      let run = try await CoverageRun(
        [directory.path("large")], options: ["--budget", "none"], in: directory,
        within: .seconds(200))
      #expect(run.result.status == 0)
      let odd = Set(stride(from: 1, to: count, by: 2).map { "f\($0)" })
      #expect(try run.hits().subtracting(["main", "run"]) == odd)
      let attached = try run.functions().filter { $0.state == "attached" }
      #expect(attached.count == count / 2)
    }

    @Test("Of 100,000 functions, the few that are called are told")
    func manyFunctions() async throws {
      let count = 100_000
      let functions = (0..<count).map { ".globl f\($0)\n.type f\($0),@function\nf\($0): ret\n" }
      try directory.write(
        """
        .text
        \(functions.joined())
        .globl main
        .type main,@function
        main:
          sub $8, %rsp
          call f0
          call f49999
          call f99999
          xor %eax, %eax
          add $8, %rsp
          ret
        .section .note.GNU-stack,"",@progbits
        """, to: "many.s")
      try await directory.run(["gcc", "-o", "many", "many.s"])
      let run = try await CoverageRun([directory.path("many")], in: directory)
      #expect(run.result.status == 0)
      #expect(run.result.errorText.contains("100,001 in scope"), "\(run.result.errorText)")
      #expect(try run.hits() == ["main", "f0", "f49999", "f99999"])
      let attached = try run.functions().filter { $0.state == "attached" }
      #expect(attached.count == count - 3)
    }

    // MARK: Helpers

    private static func runs(_ program: String, as pid: pid_t) throws -> Bool {
      let link = try? FileManager.default.destinationOfSymbolicLink(atPath: "/proc/\(pid)/exe")
      return link == program
    }

    /// What has been seen so far; nothing while the database is being made.
    private func hits(_ object: String, in place: TemporaryDirectory? = nil) -> Set<String> {
      let place = place ?? directory
      let functions = try? StoredDatabase(place.path("coverage.db")).functions()
      return Set(
        (functions ?? []).filter { $0.state == "hit" && $0.objectPath == object }.map(\.name))
    }

    /// What is wrong with an object, as the database has it.
    private func error(of object: String) throws -> String? {
      try StoredDatabase(directory.path("coverage.db")).texts(
        "SELECT error FROM coverage_object WHERE path = ? AND error IS NOT NULL", [object]
      ).first
    }
  }
}
