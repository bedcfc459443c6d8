import Testing

@testable import Comparison
@testable import Store

@Suite("Counterparts of processes")
struct MatchingTests {
  @Test(
    "are found by arguments whatever the order, and a changed argument costs none its counterpart")
  func siblings() throws {
    let before = Fixture("sh", ["bwa a", "bwa b", "sort -k 1"])
    let after = Fixture("sh", ["sort -k 2", "bwa b", "bwa a"])
    let comparison = try Fixture.compare(before, after)
    #expect(comparison.matched == 4)
    #expect(comparison.arguments.count == 1)
    #expect(comparison.arguments[0].changes.map(\.before) == [[Array("1".utf8)]])
    #expect(comparison.arguments[0].changes.map(\.after) == [[Array("2".utf8)]])
    #expect(comparison.new.isEmpty && comparison.gone.isEmpty)
  }

  @Test("A process that came or went is named with its tool, once, and nothing else is")
  func presence() throws {
    let before = Fixture("sh", ["bwa a", "bwa b", "bwa b"])
    let after = Fixture("sh", ["bwa a", "bwa b", "multiqc ."])
    let comparison = try Fixture.compare(before, after)
    #expect(comparison.new.map(\.example.tool) == ["multiqc"])
    #expect(comparison.new[0].isToolAlone)
    #expect(comparison.gone.map(\.example.tool) == ["bwa"])
    #expect(comparison.gone[0].count == 1)
    #expect(comparison.arguments.isEmpty)
  }

  @Test("A wrapper that came does not hide what it wraps")
  func wrapper() throws {
    let before = Fixture("sh", ["bwa mem a b"])
    var after = Fixture("sh", ["timeout 10 bwa mem a b", "bwa mem a b"])
    after.processes[2].parent = 1
    let comparison = try Fixture.compare(before, after)
    #expect(comparison.new.map(\.example.tool) == ["timeout"])
    #expect(comparison.gone.isEmpty)
  }

  @Test("Time is told of who took it, not of who waited for it or along with it")
  func slow() throws {
    var before = Fixture("sh", ["burn", "cat"])
    var after = before
    for place in 0...2 {
      before.processes[place].ended = 2_000_000_000
      after.processes[place].ended = 9_000_000_000
    }
    (before.processes[1].cpu, after.processes[1].cpu) = (900_000_000, 7_900_000_000)
    let comparison = try Fixture.compare(before, after)
    #expect(comparison.times.map(\.example.tool) == ["burn"])
    #expect(comparison.times.first?.alongside == 1)
    #expect(!comparison.judgesByEarlierRuns)
  }

  @Test("A failure is told of the lowest process; a closed pipe is none")
  func failures() throws {
    let before = Fixture("sh", ["bwa a", "yes"])
    var after = before
    after.processes[0].status = 1 << 8
    after.processes[1].status = 9
    after.processes[2].status = 13
    let comparison = try Fixture.compare(before, after)
    #expect(comparison.failures.map(\.example.tool) == ["bwa"])
    #expect(comparison.failures[0].after == .killed(signal: 9, coreDumped: false))
  }

  @Test("Another build at the same path is another version; of unknown ones nothing is said")
  func versions() throws {
    var (before, after) = (Fixture("sh", ["bwa a"]), Fixture("sh", ["bwa a"]))
    for (number, build) in [(0, "aa"), (1, "bb")] {
      let program = ComparedProgram(name: "bwa", path: "/opt/bwa", buildID: build)
      if number == 0 { before.programs = [program] } else { after.programs = [program] }
    }
    (before.processes[1].program, after.processes[1].program) = (0, 0)
    let comparison = try Fixture.compare(before, after)
    #expect(comparison.versions.map(\.before.buildID) == ["aa"])
    #expect(comparison.versions.map(\.after.buildID) == ["bb"])
    #expect(comparison.unknownPrograms == 1)
  }

  @Test(
    "Earlier runs decide, from three on; before that, the rule of thumb",
    arguments: [
      ([] as [Int64], 1_300, false), ([], 1_301, true), ([1000, 1100], 1_300, false),
      ([1000, 1010, 1020], 1_049, false), ([1000, 1010, 1020], 1_051, true),
      ([1000, 1010, 1200], 1_400, false), ([1000, 1010, 1200], 1_401, true),
    ])
  func noise(earlier: [Int64], after: Int64, isTelling: Bool) {
    let change = Change(before: 1_000_000_000, after: after * 1_000_000)
    #expect(
      NoiseJudge.time.isTelling(change, earlier: earlier.map { $0 * 1_000_000 }) == isTelling)
  }
}

/// A root and its children, by their commands.
private struct Fixture: ComparedRunSource {
  var processes: [ComparedProcess] = []
  var programs: [ComparedProgram] = []
  private var commands: [String] = []
  private var tools: [RawText] = []

  init(_ root: String, _ children: [String]) {
    for (place, command) in ([root] + children).enumerated() {
      let tool = RawText(command.prefix { $0 != " " })
      if !tools.contains(tool) { tools.append(tool) }
      var process = ComparedProcess(id: Int64(place + 1))
      process.parent = place == 0 ? -1 : 0
      process.tool = Int32(tools.firstIndex(of: tool) ?? 0)
      process.executionID = Int64(place + 1)
      (process.started, process.ended, process.status) = (1_000_000_000, 1_100_000_000, 0)
      process.exactHash = UInt64(truncatingIfNeeded: command.hashValue)
      process.looseHash = process.exactHash
      processes.append(process)
      commands.append(command)
    }
  }

  static func compare(_ before: Fixture, _ after: Fixture) throws -> RunComparison {
    try RunComparer().compare(before.run(1), in: before, with: after.run(2), in: after)
  }

  private func run(_ id: Int64) -> ComparedRun {
    ComparedRun(
      run: RunRecord(
        id: id, command: ["sh"], started: 1_000_000_000, ended: 9_000_000_000,
        outcome: .exited(code: 0), processes: 0, executions: 0, lost: 0, isComplete: true,
        isInterrupted: false, host: "h", kernel: "k"),
      identity: "\(id)", processes: processes, tools: tools, programs: programs)
  }

  func command(ofExecution id: Int64) -> ComparedCommand? {
    ComparedCommand(
      arguments: commands[Int(id - 1)].split(separator: " ").map { RawText($0) }, directory: "/data"
    )
  }

  func inputs(of run: ComparedRun) -> [ComparedInput] { [] }
  func libraries(of run: ComparedRun) -> [LibraryAnalysis.Library] { [] }
  func tools(using ids: Set<Int64>, in run: ComparedRun) -> [Int64: Set<Int32>] { [:] }
}
