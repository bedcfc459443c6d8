import Foundation
import Testing

extension TracingTests {
  @Suite("sonde coverage run")
  struct CoverageRunTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    /// Does what its arguments say. Functions are named for what leads to them.
    private static let program = """
      #define _GNU_SOURCE
      #include <dlfcn.h>
      #include <signal.h>
      #include <spawn.h>
      #include <stdio.h>
      #include <stdlib.h>
      #include <string.h>
      #include <sys/wait.h>
      #include <unistd.h>

      extern char **environ;
      static void in_parent(void) { }
      static void in_child(void) { }
      static void in_grandchild(void) { }
      static void after_exec(void) { }
      static void never(void) { }
      void before_kill(void) { }
      static void once(void) { in_parent(); }

      static void reap(int child) { waitpid(child, 0, 0); }

      static void fork_child(void) {
        int child = fork();
        if (!child) { in_child(); _exit(0); }
        reap(child);
      }

      static void fork_deep(void) {
        int child = fork();
        if (!child) {
          int grandchild = fork();
          if (!grandchild) { in_grandchild(); _exit(0); }
          reap(grandchild);
          _exit(0);
        }
        reap(child);
      }

      static void spawn_other(char **arguments) {
        pid_t child;
        if (!posix_spawn(&child, arguments[0], 0, 0, arguments, environ)) reap(child);
      }

      static void vfork_other(char **arguments) {
        int child = vfork();
        if (!child) { execve(arguments[0], arguments, environ); _exit(127); }
        reap(child);
      }

      static void load(char *path) {
        void *library = dlopen(path, RTLD_NOW);
        int (*call)(void) = library ? (int (*)(void))dlsym(library, "late_called") : 0;
        if (call) call();
        /* Long enough for who looks only now. */
        usleep(500000);
      }

      int main(int count, char **arguments) {
        char *deed = count > 1 ? arguments[1] : "";
        once();
        if (!strcmp(deed, "fork")) fork_child();
        if (!strcmp(deed, "deep")) fork_deep();
        if (!strcmp(deed, "spawn")) spawn_other(arguments + 2);
        if (!strcmp(deed, "vfork")) vfork_other(arguments + 2);
        if (!strcmp(deed, "load")) load(arguments[2]);
        if (!strcmp(deed, "exec")) execve(arguments[2], arguments + 2, environ);
        if (!strcmp(deed, "itself")) execl(arguments[0], arguments[0], "after", (char *)0);
        if (!strcmp(deed, "after")) after_exec();
        if (!strcmp(deed, "kill")) { before_kill(); kill(getpid(), SIGKILL); }
        if (count > 100) never();
        return 9;
      }
      """

    @Test("passes input, output and the exit status through")
    func passesThrough() async throws {
      try await build()
      try directory.write("some\u{0}bytes", to: "input")
      let input = try FileHandle(forReadingFrom: URL(filePath: directory.path("input")))
      let run = try await CoverageRun(["/bin/cat"], input: input.fileDescriptor, in: directory)
      #expect(run.result.outputText == "some\u{0}bytes")
      #expect(run.result.status == 0)
      #expect(try await cover([]).result.status == 9)
    }

    /// What the program is told, how sonde is, and which of the interesting functions are then seen.
    static let deeds: [(deed: [String], options: [String], seen: Set<String>)] = [
      ([], [], ["once", "in_parent", "main"]),
      (["fork"], [], ["fork_child", "reap"]),
      (["fork"], ["--children"], ["fork_child", "reap", "in_child"]),
      (["fork"], ["--children", "--one-by-one"], ["fork_child", "reap", "in_child"]),
      (["fork"], ["--children", "--keep-probes"], ["fork_child", "reap", "in_child"]),
      (["deep"], [], ["fork_deep", "reap"]),
      (["deep"], ["--children"], ["fork_deep", "reap", "in_grandchild"]),
      (["itself"], [], ["after_exec"]),
      (["itself"], ["--one-by-one"], ["after_exec"]),
      (["kill"], [], ["before_kill"]),
    ]

    @Test("sees what runs where it was asked to look, and nothing else", arguments: deeds)
    func sees(deed: [String], options: [String], seen: Set<String>) async throws {
      try await build()
      let run = try await cover(deed, options: options)
      let interesting: Set<String> = [
        "in_child", "in_grandchild", "after_exec", "before_kill", "fork_child", "fork_deep", "reap",
        "never",
      ]
      let always: Set<String> = ["once", "in_parent", "main"]
      #expect(try run.hits().intersection(interesting) == seen.subtracting(always))
      #expect(try run.hits().isSuperset(of: always))
      #expect(run.result.status == (deed == ["kill"] ? 137 : 9), "\(run.result.errorText)")
      let isChildUnseen = ["fork", "deep"].contains(deed.first) && options.isEmpty
      #expect(run.result.errorText.contains("ran unseen; --children") == isChildUnseen)
    }

    /// Ways of starting another program.
    static let starts = ["spawn", "vfork"]

    @Test("with --children looks at the programs that children execute", arguments: starts)
    func otherPrograms(start: String) async throws {
      try await build()
      let other = try await directory.compile(
        "static void inside(void) { } int main(void) { inside(); return 0; }", to: "other")
      let with = try await cover([start, other], options: ["--children"])
      #expect(try with.hits(of: "other").isSuperset(of: ["main", "inside"]))
      let without = try await cover([start, other])
      #expect(try without.hits(of: "other").isEmpty)
      #expect(without.result.errorText.contains("1 child process ran unseen"))
    }

    @Test("looks at the program by which the command replaces itself")
    func replaced() async throws {
      try await build()
      let other = try await directory.compile(
        "static void inside(void) { } int main(void) { inside(); return 3; }", to: "other")
      let run = try await cover(["exec", other])
      #expect(run.result.status == 3)
      #expect(try run.hits(of: "other").isSuperset(of: ["main", "inside"]))
    }

    @Test(
      "sees a constructor of a library that is loaded late, since the process is held meanwhile")
    func lateLibrary() async throws {
      try await build()
      let library = try await buildLateLibrary()
      let run = try await cover(
        ["load", library], options: ["--libraries", "--include", "^(late_|main$)"])
      #expect(run.result.status == 9)
      #expect(
        try run.hits(of: "liblate.so") == [
          "late_constructor", "late_from_constructor", "late_called",
        ]
      )
      #expect(run.result.errorText.contains("until new code had its probes"))
    }

    @Test("sees libraries that several processes load at the same time, and lets all go on")
    func manyLibraries() async throws {
      try await build()
      var loads: [String] = []
      for number in 0..<6 {
        let library = try await directory.compile(
          "int late_called(void) { return \(number); }\nint late_\(number)(void) { return 1; }\n",
          to: "lib\(number).so", options: ["-g", "-O0", "-shared", "-fPIC"])
        loads.append("'\(directory.path("program"))' load '\(library)' &")
      }
      let run = try await CoverageRun(
        ["/bin/sh", "-c", loads.joined(separator: "\n") + "\nwait"],
        options: ["--children", "--libraries", "--include", "^late_"], in: directory)
      #expect(run.result.status == 0)
      for number in 0..<6 {
        #expect(try run.hits(of: "lib\(number).so") == ["late_called"], "\(run.result.errorText)")
      }
    }

    @Test("that stops nobody says of a library that its probes came late")
    func lateUnheld() async throws {
      try await build()
      let library = try await buildLateLibrary()
      let run = try await cover(
        ["load", library],
        options: ["--libraries", "--no-hold", "--include", "^(late_|main$)"])
      #expect(run.result.status == 9)
      #expect(!run.result.errorText.contains("processes were stopped"))
      let late = try run.database.number(
        "SELECT count(*) FROM coverage_object WHERE path LIKE '%liblate.so' AND late_ns > 0")
      #expect(late == 1, "\(run.result.errorText)")
    }

    @Test("counts what is left of --include and --exclude, and says the denominator")
    func scope() async throws {
      try await build()
      let run = try await cover(
        [], options: ["--include", "^(in_|once|never)", "--exclude", "grand"])
      let inScope = try run.functions().filter(\.isInScope).map(\.name)
      #expect(Set(inScope) == ["in_parent", "in_child", "once", "never"])
      #expect(run.result.errorText.contains(" 4 in scope"))
      let others = try run.functions().filter { $0.name == "main" }
      #expect(others.map(\.reason) == ["out of scope"])
    }

    @Test("changes nothing of what a program does, with every function of its libraries probed")
    func harmless() async throws {
      try await directory.compile(
        """
        #include <stdio.h>
        #include <string.h>

        int main(void) {
          char text[64];
          memset(text, 'x', sizeof(text));
          snprintf(text, sizeof(text), "%d %s %5.2f", 42, "words", 1.5);
          printf("%s %zu %d\\n", text, strlen(text), strchr(text, 'w') == text + 3);
          return strcmp(text, "42 words  1.50");
        }
        """, to: "words")
      let run = try await CoverageRun(
        [directory.path("words")], options: ["--libraries"], in: directory)
      #expect(run.result.status == 0)
      #expect(run.result.outputText == "42 words  1.50 14 1\n")
      #expect(try run.functions().contains { $0.file.hasPrefix("libc.so") && $0.state == "hit" })
    }

    @Test("with --target and --children looks at that program, whoever of the command runs it")
    func target() async throws {
      try await build()
      let path = directory.path("program")
      let run = try await CoverageRun(
        ["/bin/sh", "-c", "'\(path)'; '\(path)' fork; exit 4"],
        options: ["--children", "--target", path], in: directory)
      #expect(run.result.status == 4)
      #expect(try run.hits().isSuperset(of: ["main", "fork_child", "in_child"]))
      #expect(Set(try run.functions().map(\.file)) == ["program"])
    }

    @Test("gives what follows a mark to the mark")
    func marks() async throws {
      try await build()
      let (path, sonde) = (directory.path("program"), try Installation().sonde)
      let run = try await CoverageRun(
        [
          "/bin/sh", "-c",
          "'\(path)'; '\(sonde)' coverage mark forks; '\(path)' fork",
        ], options: ["--children", "--target", path], in: directory)
      let tests = Dictionary(
        uniqueKeysWithValues: try run.functions().filter { $0.state == "hit" }.map {
          ($0.name, $0.test)
        })
      #expect(tests["fork_child"] == "forks", "\(run.result.errorText)")
      #expect(tests["in_child"] == "forks")
      #expect(tests["main"] == .some(nil))
    }

    @Test("finds what a manifest expects, and what of it did not happen")
    func manifest() async throws {
      try directory.write(
        """
        [expect]
        executables = ["true", "no-such-tool"]
        files = ["*/input.txt", "*.bam"]
        events = ["fork", "oom"]
        """, to: "expected.toml")
      try directory.write("x", to: "input.txt")
      let run = try await CoverageRun(
        ["/bin/sh", "-c", "/bin/true; cat input.txt >/dev/null; exit 0"],
        options: [
          "--manifest", directory.path("expected.toml"), "--children",
        ],
        in: directory)
      let states = try run.database.texts(
        "SELECT kind || ' ' || name || ' ' || state FROM coverage_expectations ORDER BY 1")
      #expect(
        states == [
          "event fork seen", "event oom missing", "executable no-such-tool missing",
          "executable true seen", "file *.bam missing", "file */input.txt seen",
        ], "\(run.result.errorText)")
    }

    // MARK: Helpers

    private func build() async throws {
      if !directory.exists("program") {
        try await directory.compile(Self.program, to: "program", options: ["-g", "-O0", "-ldl"])
      }
    }

    private func buildLateLibrary() async throws -> String {
      try await directory.compile(
        """
        static void late_from_constructor(void) { }
        __attribute__((constructor)) static void late_constructor(void) { late_from_constructor(); }
        int late_called(void) { return 1; }
        int late_never(void) { return 2; }
        """, to: "liblate.so", options: ["-g", "-O0", "-shared", "-fPIC"])
    }

    private func cover(
      _ deed: [String], options: [String] = []
    ) async throws -> CoverageRun {
      try await CoverageRun([directory.path("program")] + deed, options: options, in: directory)
    }
  }
}
