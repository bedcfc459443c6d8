import Foundation
import Glibc
import Testing

@testable import OTLP

/// What is on disk, whatever happens to it and to those who share it.
@Suite("Spool")
struct SpoolTests {
  private let directory: TemporaryDirectory

  init() throws {
    directory = try TemporaryDirectory()
  }

  @Test(
    "A process may be killed at any step: what it left is delivered, the rest is counted",
    arguments: 0..<40)
  func killed(round: Int) async throws {
    let first = Simulation()
    let before = ScriptedTransport(clock: first.clock) {
      [.accept, .fail(.unavailable), .reject(1, "no"), .delay(.seconds(1)), .accept][$0 % 5]
    }
    let process = try process(before, first)
    let names = (0..<300).map { "span \($0)" }
    for start in stride(from: 0, to: 300, by: 30) {
      process.offer(Array(names[start..<start + 30]))
      let steps = first.steps + 1 + round / 4
      guard await first.until({ first.steps >= steps }) else { break }
    }
    let steps = first.steps + round
    _ = await first.until { first.steps >= steps }
    await process.kill()

    let second = Simulation(clock: SimulatedClock(at: first.clock.now))
    let after = ScriptedTransport(clock: second.clock)
    let heir = try self.process(after, second)
    // All may have been settled before, and the folder be gone.
    await heir.until {
      $0.statistics.signals[.traces]?.adopted ?? 0 > 0 || second.clock.now > .seconds(90)
    }
    await heir.settle()
    // Each span is where it was accounted for, and none is in two places but those that were
    // under way.
    let numbers = heir.spans
    let (past, future) = (Set(before.accepted), Set(after.accepted))
    let killed = Int(numbers.dropped[.killed] ?? 0)
    #expect(numbers.adopted == numbers.exported + UInt64(killed))
    #expect(after.accepted == names.filter(future.contains))
    #expect(past.intersection(future).count <= 30)
    #expect(300 - past.union(future).count <= killed + Int(process.spans.allDropped))
    #expect(
      process.spans.exported + process.spans.allDropped + numbers.adopted == process.spans.made)
    await heir.shutdown()
    #expect(directory.files == [])
  }

  @Test("An heir may be killed too, again and again; the numbers stay those of the first")
  func heirsKilled() async throws {
    var simulation = Simulation()
    let down = ScriptedTransport(clock: simulation.clock) { _ in .fail(.unavailable) }
    let process = try process(down, simulation)
    process.offer((0..<200).map { "span \($0)" })
    await simulation.pass(.seconds(10))
    process.offer((0..<50).map { "in memory \($0)" })
    await process.kill()
    #expect(process.spans.spooled == 200)

    var accepted: [String] = []
    var killed: UInt64 = 0
    for round in 0..<30 {
      simulation = Simulation(clock: SimulatedClock(at: simulation.clock.now + .seconds(1)))
      let collector = ScriptedTransport(clock: simulation.clock)
      let heir = try self.process(collector, simulation)
      let steps = 10 + round * 4
      let current = simulation
      _ = await simulation.until { current.steps >= steps }
      await heir.kill()
      accepted += collector.accepted
      killed += heir.spans.dropped[.killed] ?? 0
    }
    simulation = Simulation(clock: SimulatedClock(at: simulation.clock.now))
    let last = ScriptedTransport(clock: simulation.clock)
    let heir = try self.process(last, simulation)
    await simulation.pass(.seconds(1))
    await heir.settle()
    accepted += last.accepted
    killed += heir.spans.dropped[.killed] ?? 0
    // What an heir was killed over right after it had been acknowledged came twice.
    #expect(Set(accepted) == Set((0..<200).map { "span \($0)" }))
    // Those that were in memory only are told once; not at all when an heir is killed right after
    // it has written in the ledger that they are.
    #expect(killed == 50 || killed == 0)
    await heir.shutdown()
    #expect(directory.files == [])
  }

  @Test("Of two processes that look for leftovers one takes them over")
  func twoHeirs() async throws {
    let past = Simulation()
    let down = ScriptedTransport(clock: past.clock) { _ in .fail(.unavailable) }
    let dead = try process(down, past)
    dead.offer((0..<100).map { "\($0)" })
    await past.pass(.seconds(10))
    await dead.kill()

    let simulation = Simulation(clock: past.clock)
    let collectors = (0..<2).map { _ in ScriptedTransport(clock: simulation.clock) }
    let heirs = try collectors.map { try process($0, simulation) }
    await heirs[0].until { _ in heirs.contains { $0.spans.exported == 100 } }
    await simulation.pass(.seconds(100))
    #expect(heirs.map { $0.spans.adopted }.sorted() == [0, 100])
    #expect((collectors[0].accepted + collectors[1].accepted).count == 100)
    // Both live, and neither takes the other's.
    for heir in heirs { heir.offer(["own"]) }
    await simulation.pass(.seconds(100))
    #expect(heirs.map { $0.spans.made } == [1, 1])
    for heir in heirs { await heir.shutdown() }
    #expect(directory.files == [])
  }

  @Test("One that dies while others live is noticed")
  func deathBesideTheLiving() async throws {
    let simulation = Simulation()
    let collector = ScriptedTransport(clock: simulation.clock)
    let heir = try process(collector, simulation)
    await simulation.pass(.seconds(5))
    let other = Simulation(clock: simulation.clock)
    let down = ScriptedTransport(clock: simulation.clock) { _ in .fail(.unavailable) }
    let dead = try process(down, other)
    dead.offer(["a"])
    _ = await other.until { dead.spans.spooled == 1 }
    await simulation.pass(.seconds(100))
    #expect(heir.spans.adopted == 0)
    await dead.kill()
    await heir.until { _ in collector.accepted == ["a"] }
    await heir.shutdown()
    #expect(directory.files == [])
  }

  @Test(
    "Files that are damaged or not ours are set aside and counted",
    arguments: ["truncated", "empty", "flipped", "extended", "directory", "link", "removed"])
  func damaged(how: String) async throws {
    let path = try await leaveThreeBatches()
    let simulation = Simulation()
    let names = directory.files.filter { $0.hasSuffix(".batch") }
    try damage("\(directory.path)/\(names[1])", how)
    try Data("hello".utf8).write(to: URL(fileURLWithPath: "\(path)/notes.txt"))
    symlink("/etc/passwd", "\(path)/00000000000000000001-traces-1.batch.lnk")

    let collector = ScriptedTransport(clock: simulation.clock)
    let heir = try process(collector, simulation)
    await heir.until { $0.statistics.signals[.traces]?.adopted ?? 0 > 0 }
    await heir.settle()
    let numbers = heir.spans
    #expect(numbers.adopted == 6)
    #expect(collector.accepted == ["a", "b", "e", "f"])
    // A file that is gone before it is looked for cannot be told from one that never was.
    #expect(numbers.dropped == (how == "removed" ? [.killed: 2] : [.spoolCorrupt: 2]))
    #expect(heir.pipeline.statistics.spool?.filesSetAside == (how == "removed" ? 2 : 3))
    #expect(heir.notices.count(of: "set aside") == 1)
    await heir.shutdown()
    #expect(directory.files.allSatisfy { $0.hasPrefix("set-aside/") })
    #expect(directory.files.contains { $0.hasSuffix("notes.txt") })
  }

  @Test(
    "A ledger that is damaged loses numbers, not batches",
    arguments: ["empty", "flipped", "removed"])
  func damagedLedger(how: String) async throws {
    let path = try await leaveThreeBatches()
    let simulation = Simulation()
    try damage("\(path)/ledger", how)
    let collector = ScriptedTransport(clock: simulation.clock)
    let heir = try process(collector, simulation)
    await heir.until { _ in collector.accepted.count == 6 }
    await heir.settle()
    await heir.shutdown()
    #expect(directory.files == [])
  }

  @Test("A directory that cannot be used is said once; when it can, it is used")
  func unusable() async throws {
    let place = "\(directory.path)/spool"
    try Data().write(to: URL(fileURLWithPath: place))
    let simulation = Simulation()
    let collector = ScriptedTransport(clock: simulation.clock) {
      $0 < 8 ? .fail(.unavailable) : .accept
    }
    let process = try SimulatedProcess(
      spool: SpoolOptions(directory: place), simulation: simulation,
      transports: [.traces: collector])
    process.offer(["a"])
    await simulation.pass(.seconds(20))
    #expect(process.spans.queued == 1)
    #expect(process.pipeline.statistics.spool?.isWritable == false)
    #expect(process.pipeline.statistics.spool?.failedWrites == 1)
    #expect(process.notices.count(of: "batches wait in memory") == 1)
    try FileManager.default.removeItem(atPath: place)
    process.offer(["b"])
    await simulation.pass(.seconds(20))
    #expect(process.spans.spooled == 1)
    #expect(process.pipeline.statistics.spool?.isWritable == true)
    #expect(process.notices.count(of: "can be written again") == 1)
    await process.settle()
    #expect(collector.accepted == ["a", "b"])
    await process.shutdown()
  }

  @Test("A spool that somebody removes is made anew, and what was in it is counted")
  func removed() async throws {
    let simulation = Simulation()
    let collector = ScriptedTransport(clock: simulation.clock) {
      $0 < 6 ? .fail(.unavailable) : .accept
    }
    let process = try process(collector, simulation)
    process.offer(["a", "b"])
    await simulation.pass(.seconds(6))
    #expect(process.spans.spooled + process.spans.inflight == 2)
    try FileManager.default.removeItem(atPath: directory.path)
    process.offer(["c"])
    await simulation.pass(.seconds(6))
    process.offer(["d"])
    await process.settle()
    #expect(collector.accepted == ["c", "d"])
    #expect(process.spans.dropped == [.spoolCorrupt: 2])
    #expect(directory.files.contains { $0.hasSuffix("/ledger") })
    await process.shutdown()
  }

  @Test("A directory into which others may write is not used")
  func openToOthers() async throws {
    chmod(directory.path, 0o777)
    let simulation = Simulation()
    let process = try process(ScriptedTransport(clock: simulation.clock), simulation)
    process.offer(["a"])
    await process.settle()
    #expect(process.notices.count(of: "others may write to it") == 1)
    #expect(process.pipeline.statistics.spool?.isWritable == false)
    await process.shutdown()
    #expect(directory.files == [])
  }

  @Test("A disk that is full lets batches wait in memory", .enabled(if: geteuid() == 0))
  func fullDisk() async throws {
    let small = "\(directory.path)/small"
    try FileManager.default.createDirectory(atPath: small, withIntermediateDirectories: true)
    guard mount("tmpfs", small, "tmpfs", 0, "size=64k,mode=700") == 0 else { return }
    defer { umount2(small, Int32(MNT_DETACH)) }
    let simulation = Simulation()
    let collector = ScriptedTransport(clock: simulation.clock) {
      $0 < 8 ? .fail(.unavailable) : .accept
    }
    let process = try SimulatedProcess(
      spool: SpoolOptions(directory: small), simulation: simulation,
      transports: [.traces: collector])
    for number in 0..<30 {
      process.offer([String(repeating: "x", count: 6000) + "\(number)"])
      await simulation.pass(.seconds(6))
    }
    await process.settle()
    #expect(process.spans.exported == 30)
    #expect(process.pipeline.statistics.spool?.failedWrites ?? 0 > 0)
    // Once a minute at the most, and it took three.
    #expect((1...3).contains(process.notices.count(of: "No space left on device")))
    await process.shutdown()
  }

  @Test("What a process that died left of a signal that we do not send stays for others")
  func otherSignals() async throws {
    let past = Simulation()
    let down = ScriptedTransport(clock: past.clock) { _ in .fail(.unavailable) }
    let dead = try SimulatedProcess(
      spool: SpoolOptions(directory: directory.path), simulation: past,
      transports: [.traces: down, .logs: down])
    dead.offer(["a"])
    dead.offer(logs: ["l"])
    await past.pass(.seconds(10))
    dead.offer(logs: ["lost", "too"])
    await dead.kill()

    let simulation = Simulation(clock: past.clock)
    let traces = ScriptedTransport(clock: simulation.clock)
    let heir = try process(traces, simulation)
    await heir.until { _ in traces.accepted == ["a"] }
    await simulation.pass(.seconds(100))
    #expect(heir.logs.adopted == 2)
    #expect(heir.logs.dropped == [.killed: 2])
    await heir.shutdown()

    let logs = ScriptedTransport(clock: simulation.clock)
    let second = try SimulatedProcess(
      spool: SpoolOptions(directory: directory.path), simulation: simulation,
      transports: [.logs: logs])
    await second.until { _ in logs.accepted == ["l"] }
    #expect(second.logs.adopted == 1)
    await second.shutdown()
    #expect(directory.files == [])
  }

  @Test("Names of batches say what they hold, and nothing else is taken for one")
  func names() throws {
    let name = BatchName(sequence: 1_769_851_441_250_000_000, signal: .traces, weight: 512)
    #expect(name.description == "01769851441250000000-traces-512.batch")
    #expect(BatchName(name.description) == name)
    for text in [
      "", "unfinished", "1-traces-5.batch", "01769851441250000000-traces-0.batch",
      "01769851441250000000-traces--5.batch", "01769851441250000000-spans-5.batch",
      "01769851441250000000-traces-5.batch.lnk", "01769851441250000000-traces-05.batch",
      "99999999999999999999-traces-5.batch", "01769851441250000000-traces-5000000000.batch",
    ] { #expect(BatchName(text) == nil, "\(text)") }
  }

  // MARK: Helpers

  private func process(
    _ collector: ScriptedTransport, _ simulation: Simulation
  ) throws -> SimulatedProcess {
    var options = PipelineOptions()
    options.spans.maxExportBatchSize = 30
    return try SimulatedProcess(
      options: options, spool: SpoolOptions(directory: directory.path), simulation: simulation,
      transports: [.traces: collector])
  }

  /// Three batches of two spans each, in the folder that is returned, whose process is dead.
  private func leaveThreeBatches() async throws -> String {
    let simulation = Simulation()
    let down = ScriptedTransport(clock: simulation.clock) { _ in .fail(.unavailable) }
    let process = try process(down, simulation)
    for names in [["a", "b"], ["c", "d"], ["e", "f"]] {
      process.offer(names)
      await simulation.pass(.seconds(6))
    }
    await process.kill()
    let file = try #require(directory.files.first)
    return "\(directory.path)/\(file.split(separator: "/")[0])"
  }

  private func damage(_ path: String, _ how: String) throws {
    var bytes = Array(try Data(contentsOf: URL(fileURLWithPath: path)))
    switch how {
    case "truncated": bytes.removeLast(5)
    case "empty": bytes = []
    case "flipped": bytes[bytes.count > 4000 ? 3 : bytes.count - 9] ^= 0x10
    case "extended": bytes += [0]
    default: try FileManager.default.removeItem(atPath: path)
    }
    switch how {
    case "directory":
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: false)
    case "link": symlink("/etc/passwd", path)
    case "removed": break
    default: try Data(bytes).write(to: URL(fileURLWithPath: path))
    }
  }
}
