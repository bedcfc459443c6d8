import Foundation
import GRDB
import Testing

extension TracingTests {
  @Suite("Files")
  struct FileTests {
    private let directory: TemporaryDirectory
    private let workloads: String
    private static let bytes = ["SONDE_CAPTURE_FILE_BYTES": "true"]
    /// Nothing may be lost where the other of two processors is late.
    private static let largeRing = ["SONDE_CAPTURE_RING_BYTES": "67108864"]

    init() throws {
      directory = try TemporaryDirectory()
      workloads = try Installation().workloads
    }

    @Test("One file opened a million times is one row with a million opens")
    func million() async throws {
      let trace = try await Trace(
        [workloads, "file-many", try place(), "1", "1000000"], environment: Self.bytes)
      let rows = try trace.database.texts(
        "SELECT opens || ' ' || bytes_written || ' ' || bytes_source FROM files WHERE path LIKE ?",
        ["%file-0000000"])
      #expect(rows == ["1000000 3000000 exact"])
      #expect(try trace.run().complete == true)
    }

    @Test("More files than the kernel side counts for one process are all told of")
    func many() async throws {
      let trace = try await Trace(
        [workloads, "file-many", try place(), "20011", "2"], environment: Self.bytes)
      let sums = "count(*) || ' ' || sum(opens) || ' ' || sum(bytes_written)"
      let rows = try trace.database.texts("SELECT \(sums) FROM files WHERE path LIKE '%/file-%'")
      #expect(rows == ["20011 40022 120066"])
      #expect(try trace.run().complete == true)
    }

    @Test(
      "Threads that use more files than are counted for one process miss none of each other's",
      arguments: [(2, 5003, 3), (7, 4507, 2), (23, 4201, 1)])
    func crowd(threads: Int, files: Int, times: Int) async throws {
      let trace = try await Trace(
        [workloads, "file-crowd", try place(), "\(threads)", "\(files)", "\(times)"],
        environment: Self.bytes.merging(Self.largeRing) { $1 })
      let uses = threads * times
      let others = try trace.database.texts(
        """
        SELECT path || ' ' || opens || ' ' || bytes_written || ' ' || bytes_source FROM files
        WHERE path LIKE '%/file-%'
          AND (opens, bytes_written, bytes_source) <> (\(uses), \(3 * uses), 'exact')
        """)
      #expect(others == [])
      let sum = "SELECT count(*) || ' ' || sum(opens) || ' ' || sum(failed) FROM files WHERE path "
      #expect(
        try trace.database.texts(sum + "LIKE '%/file-%'") == ["\(files) \(files * uses) 0"])
      #expect(try trace.database.texts(sum + "LIKE '%/shared'") == ["1 \(files * uses + 1) 0"])
      let missing = min(threads, 2)
      #expect(
        try trace.database.texts(sum + "LIKE '%/missing-_'") == ["\(missing) 0 \(files * uses)"])
      #expect(try trace.run().complete == true)
    }

    @Test("With a full table of files opens are still counted, bytes are not, and each loss is")
    func tableFull() async throws {
      let environment = Self.largeRing.merging(["SONDE_CAPTURE_MAX_FILES": "1024"]) { $1 }
      let trace = try await Trace(
        [workloads, "file-crowd", try place(), "5", "3001", "2"],
        environment: Self.bytes.merging(environment) { $1 })
      let sum = "SELECT count(*) || ' ' || sum(opens) FROM files WHERE path "
      #expect(try trace.database.texts(sum + "LIKE '%/file-%'") == ["3001 30010"])
      #expect(try trace.database.texts(sum + "LIKE '%/shared'") == ["1 30011"])
      let known = "SELECT count(*) FROM files WHERE path LIKE '%/file-%' AND bytes_source <> "
      #expect(try trace.database.number(known + "'missing'") == 0)
      let kinds = try trace.database.texts("SELECT DISTINCT kind FROM losses")
      #expect(kinds == ["file_map_full"])
    }

    @Test("Paths are as the process itself sees them: its mounts, its root directory")
    func namespaces() async throws {
      let place = try place()
      let trace = try await Trace([workloads, "file-mounts", place])
      let paths = try trace.database.texts("SELECT path FROM files")
      #expect(paths == ["\(place)/only-here", "\(place)/bound/hostname", "/passwd"])
    }

    @Test("A process that has an io_uring may have moved bytes that nobody saw")
    func ring() async throws {
      let trace = try await Trace(
        [workloads, "file-ring", directory.path("ring")], environment: Self.bytes)
      #expect(try trace.database.texts("SELECT bytes_source FROM files") == ["bound"])
    }

    @Test("What has no path has no row, by whatever name it was opened")
    func pipes() async throws {
      let trace = try await Trace(["/bin/bash", "-c", "cat <(echo 1) <(echo 2) | cat /dev/stdin"])
      #expect(trace.result.outputText == "1\n2\n")
      let odd = "path = '' OR type = 'fifo' OR path LIKE '/memfd:%'"
      #expect(try trace.database.texts("SELECT path FROM files WHERE \(odd)") == [])
    }

    @Test("Names keep their bytes")
    func names() async throws {
      let place = try place()
      let trace = try await Trace([workloads, "files", place], environment: Self.bytes)
      let hexadecimal = try trace.database.texts(
        "SELECT hex(CAST(path AS BLOB)) FROM files WHERE bytes_written = 5 AND mode = 'w'")
      let name = Array("\(place)/not-utf8-".utf8) + [0xff, 0xfe]
      #expect(hexadecimal == [name.map { String(format: "%02X", $0) }.joined()])
    }

    @Test("Without bytes they are unknown; without files there are none")
    func settings() async throws {
      var trace = try await Trace(
        [workloads, "files", try place()], environment: ["SONDE_CAPTURE_FILE_BYTES": "false"])
      #expect(try trace.database.number("SELECT count(*) FROM files") ?? 0 > 10)
      #expect(try trace.database.number("SELECT count(bytes_read) FROM files") == 0)
      trace = try await Trace(
        [workloads, "files", try place()], environment: ["SONDE_CAPTURE_FILES": "false"],
        in: try TemporaryDirectory())
      #expect(try trace.database.number("SELECT count(*) FROM files") == 0)
      #expect(try trace.run().complete == true)
    }

    @Test("What a living process does with its files is known before it ends")
    func living() async throws {
      let file = try directory.write("0123456789", to: "input")
      let script =
        "import os, time; os.read(os.open(\"\(file)\", os.O_RDONLY), 4); time.sleep(60)"
      let database = directory.path("living.db")
      let command = try RunningCommand(
        [try Installation().sonde, "run", "--no-report", "--db", database, "--"]
          + ["/usr/bin/python3", "-c", script],
        in: directory,
        environment: ["SONDE_PROCESSING_INTERVAL": "0.1", "SONDE_CAPTURE_FILE_BYTES": "true"])
      defer { command.killGroup() }
      try await wait(for: "the bytes that were read") {
        guard FileManager.default.fileExists(atPath: database) else { return false }
        let query = "SELECT bytes_read FROM files WHERE path = ?"
        return (try? StoredDatabase(database).number(query, [file])) == 4
      }
    }

    /// An empty directory for a workload.
    private func place() throws -> String {
      let path = directory.path("place-\(UUID().uuidString)")
      try FileManager.default.createDirectory(
        atPath: path, withIntermediateDirectories: false)
      return path
    }
  }
}
