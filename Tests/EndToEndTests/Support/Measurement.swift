import Foundation
import Testing

/// What the kernel tells the parent of a process by wait4, and of the zombie in /proc.
struct Measurement: Decodable {
  struct IO: Decodable {
    let rchar: Int
    let wchar: Int
    let syscr: Int
    let syscw: Int
    let readBytes: Int
    let writeBytes: Int
    let cancelledWriteBytes: Int
  }

  let pid: pid_t
  let exitCode: Int?
  let signal: Int?
  let coreDumped: Bool
  let userS: Double
  let systemS: Double
  let minorFaults: Int
  let majorFaults: Int
  let voluntarySwitches: Int
  let involuntarySwitches: Int
  /// Of the first thread, ns: that it ran, and that it waited for a processor.
  let runNs: Double
  let runDelayNs: Double
  let io: IO?

  /// Runs a workload under trace and under `measure` at once.
  static func of(_ workload: [String]) async throws -> (
    measured: Self, stored: StoredProcess, Trace
  ) {
    let directory = try TemporaryDirectory()
    let program = try Installation().workloads
    let file = directory.path("measured.json")
    let trace = try await Trace(
      [program, "measure", "--output", file, "--", program] + workload, in: directory)
    let decoder = JSONDecoder()
    decoder.keyDecodingStrategy = .convertFromSnakeCase
    let measured = try decoder.decode(Self.self, from: Data(contentsOf: URL(filePath: file)))
    let stored = try #require(try trace.database.processes().first { $0.pid == measured.pid })
    return (measured, stored, trace)
  }
}
