import Foundation
import GRDB
import Testing

extension TracingTests {
  @Suite("Libraries")
  struct LibraryTests {
    private let directory: TemporaryDirectory

    init() throws { directory = try TemporaryDirectory() }

    @Test(
      "Shared objects agree with what the dynamic linker says, and with ldd",
      arguments: [
        ["/usr/bin/samtools", "--version"], ["/usr/bin/perl", "-e", "use POSIX; use Socket"],
        ["/usr/bin/python3", "-c", "import ssl, sqlite3"], ["/usr/bin/curl", "--version"],
        ["/bin/sh", "-c", "exit 0"],
      ])
    func sharedObjects(command: [String]) async throws {
      let trace = try await Trace(
        command,
        environment: ["LD_DEBUG": "libs", "LD_DEBUG_OUTPUT": directory.path("linker")],
        in: directory)
      #expect(trace.result.status == 0, "\(trace.result.errorText)")
      let pid = try trace.root().pid
      // Sonde itself is linked dynamically too, and says so in a file of its own.
      var expected = try initialized(directory.read("linker.\(pid)"))
      expected.formUnion(try await linked(command[0]))
      let found = try trace.database.texts(
        "SELECT path FROM libraries WHERE kind = 'shared-object'")
      #expect(Set(found) == expected)
      #expect(found.count == expected.count)
    }

    @Test("Build-ids and packages agree with readelf and dpkg")
    func identities() async throws {
      let trace = try await Trace(["/usr/bin/samtools", "--version"], in: directory)
      let rows = try trace.database.texts(
        """
        SELECT path || ' ' || build_id || ' ' || package || ' ' || version FROM libraries
        WHERE kind = 'shared-object'
        """)
      #expect(rows.count > 5)
      for row in rows {
        let words = row.split(separator: " ").map(String.init)
        let notes = try await text(["readelf", "-n", words[0]])
        #expect(notes.contains("Build ID: \(words[1])\n"))
        let version = try await text(["dpkg-query", "-W", "-f", "${Version}", words[2]])
        #expect(version == words[3])
        let owned = try await text(["dpkg-query", "-L", words[2]])
        let real = Set(owned.split(separator: "\n").map { Self.real(String($0)) })
        #expect(real.contains(words[0]))
      }
    }

    @Test("Python distributions agree with sys.modules")
    func distributions() async throws {
      let script = try directory.write(
        """
        import json, sys
        import numpy, numpy.fft, numpy.random
        import importlib.metadata as metadata
        owners = metadata.packages_distributions()
        tops = {name.partition(".")[0] for name in sys.modules}
        used = {owner for top in tops for owner in owners.get(top, [])}
        print(json.dumps(sorted(f"{name} {metadata.version(name)}" for name in used)))
        """, to: "program.py")
      let trace = try await Trace([try Installation.python().path, script], in: directory)
      #expect(trace.result.status == 0, "\(trace.result.errorText)")
      let expected = try JSONDecoder().decode([String].self, from: trace.result.output)
      let found = try trace.database.texts(
        "SELECT name || ' ' || version FROM libraries WHERE kind = 'python' ORDER BY 1")
      #expect(expected.contains { $0.hasPrefix("numpy ") })
      #expect(Set(found) == Set(expected))
    }

    @Test("Perl modules agree with %INC")
    func perlModules() async throws {
      let trace = try await Trace(
        ["/usr/bin/perl", "-e", "use File::Spec; use POSIX; print join \"\\n\", keys %INC"],
        in: directory)
      let expected = trace.result.outputText.split(separator: "\n").map {
        String($0).replacing("/", with: "::").replacing(".pm", with: "")
      }
      let found = try trace.database.texts("SELECT name FROM libraries WHERE kind = 'perl'")
      #expect(expected.count > 5)
      #expect(Set(found) == Set(expected))
    }

    @Test("How many processes of a run used a library is summed up")
    func sums() async throws {
      let trace = try await Trace(
        ["/bin/sh", "-c", "for i in 1 2 3 4 5 6; do /bin/ls / >/dev/null; done"], in: directory)
      let sums = "(SELECT count(*) FROM process_library p WHERE p.library_id = u.library_id)"
      let differing = try trace.database.number(
        "SELECT count(*) FROM library_use u WHERE processes <> \(sums)")
      #expect(differing == 0)
      let most = try trace.database.number("SELECT max(processes) FROM library_use")
      #expect(most == 7)
    }

    // MARK: Other witnesses

    /// The objects whose initialization the dynamic linker announces; itself it does not.
    private func initialized(_ log: String) throws -> Set<String> {
      let mark = "calling init: "
      let paths = log.split(separator: "\n").compactMap { line in
        line.range(of: mark).map { String(line[$0.upperBound...]) }
      }
      return Set(paths.map(Self.real))
    }

    private func linked(_ program: String) async throws -> Set<String> {
      let words = try await text(["ldd", program]).split(whereSeparator: \.isWhitespace)
      return Set(words.filter { $0.hasPrefix("/") }.map { Self.real(String($0)) })
    }

    private func text(_ command: [String]) async throws -> String {
      let result = try await RunningCommand(command, in: directory).end()
      #expect(result.status == 0, "\(command): \(result.errorText)")
      return result.outputText
    }

    private static func real(_ path: String) -> String {
      guard let resolved = realpath(path, nil) else { return path }
      defer { free(resolved) }
      return String(cString: resolved)
    }
  }
}
