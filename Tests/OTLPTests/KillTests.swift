import Foundation
import Glibc
import Testing

@testable import OTLP

/// A real process that is really killed: what the kernel keeps is all there is.
@Suite("kill -9")
struct KillTests {
  @Test(
    "What was made is delivered, was refused, or is counted as lost with the process",
    arguments: [1, 2, 5, 23, 67, 211])
  func kill(requests: Int) async throws {
    let directory = try TemporaryDirectory()
    let spool = "\(directory.path)/spool"
    let receipts = "\(directory.path)/receipts"
    try runVictim(spool, receipts, requests: requests)
    let folder = try #require(
      FileManager.default.contentsOfDirectory(atPath: spool).first { $0.hasPrefix("process-") })
    let ledger = try FileHandle(
      forReadingFrom: URL(fileURLWithPath: "\(spool)/\(folder)/ledger"))
    let page = try #require(LedgerPage(descriptor: ledger.fileDescriptor))
    let past = try String(contentsOfFile: receipts, encoding: .utf8).split(separator: "\n")
      .map(String.init)

    let simulation = Simulation()
    let collector = ScriptedTransport(clock: simulation.clock)
    let heir = try SimulatedProcess(
      spool: SpoolOptions(directory: spool), simulation: simulation,
      transports: [.traces: collector])
    await heir.until { $0.statistics.signals[.traces]?.adopted ?? 0 > 0 }
    await heir.settle()
    await heir.shutdown()
    let numbers = heir.spans
    let own = page[.traces]
    // Nothing is left, and the numbers of both together are what was made.
    #expect(own.made > 0)
    #expect(own.exported + own.allDropped + numbers.adopted == own.made)
    #expect(numbers.exported + (numbers.dropped[.killed] ?? 0) == numbers.adopted)
    // What arrived, once or again, and what was lost: every span is one of them.
    let arrived = Set(past).union(collector.accepted)
    let lost = own.allDropped + (numbers.dropped[.killed] ?? 0)
    #expect(arrived.allSatisfy { Int($0).map { $0 < own.made } ?? false })
    #expect(UInt64(arrived.count) + lost >= own.made)
    // Two requests were under way at the most: acknowledged, and not written down as such.
    #expect(UInt64(arrived.count) + lost <= own.made + 100)
    #expect(past.count + collector.accepted.count - arrived.count <= 100)
    #expect(Set(past).count == past.count)
    #expect(Set(collector.accepted).count == collector.accepted.count)
    #expect(try FileManager.default.contentsOfDirectory(atPath: spool) == [])
  }

  /// Kills it when it has made so many requests.
  private func runVictim(_ spool: String, _ receipts: String, requests: Int) throws {
    let process = Process()
    process.executableURL = try #require(Self.victim())
    process.arguments = [spool, receipts]
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    var count = 0
    while count < requests {
      let bytes = pipe.fileHandleForReading.availableData
      try #require(!bytes.isEmpty, "the victim ended by itself")
      count += bytes.count
    }
    Glibc.kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    #expect(process.terminationReason == .uncaughtSignal)
  }

  /// Beside the tests, where the build puts it.
  private static func victim() -> URL? {
    let places = CommandLine.arguments.map { URL(fileURLWithPath: $0).deletingLastPathComponent() }
    return places.map { $0.appendingPathComponent("PipelineVictim") }
      .first { FileManager.default.isExecutableFile(atPath: $0.path) }
  }
}
