import Foundation
import GRDB
import Testing

@testable import Store

@Suite struct ReaderTests {
  @Test func aRunIsToldAsItWasWritten() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    let report = try #require(try StoreReader(path: store.path).report(ofRun: run.id))

    #expect(report.run.title == "bioinformatics_pipeline.sh")
    #expect(report.run.pipeline == "rnaseq")
    #expect(report.run.command == ["/opt/bioinformatics_pipeline.sh", "--genome", "hg38"])
    #expect(report.run.duration == 12_400_000_000)
    #expect(report.run.outcome == .exited(code: 3))
    #expect(report.run.processes == 13)
    #expect(report.run.executions == 12)
    #expect(report.run.isComplete == true)
    #expect(report.run.tracing == .init(cpu: 34_000_000, peakRSS: 37 << 20, kernel: 12_000_000))
    #expect(report.root?.name == "bioinformatics_pipeline.sh")
    #expect(report.totals.processes == 13)
    #expect(report.totals.executions == 12)
    #expect(report.totals.nonZero == 11)
    #expect(report.totals.outOfMemory == 1)
    #expect(report.totals.signalled == 5)
    #expect(report.totals.readBytes == 15 << 30)
    #expect(report.slowest.first?.name == "bwa")
    #expect(report.largest.first?.name == "samtools")
    #expect(report.largest.first?.peakRSS == 8 << 30)
  }

  @Test func endingsGoFromTheRootToTheMostTellingToTheOrdinary() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    let report = try #require(try StoreReader(path: store.path).report(ofRun: run.id))
    let names = report.endings.elements.map { String(decoding: $0.first.name.bytes, as: UTF8.self) }
    #expect(
      names == [
        "bioinformatics_pipeline.sh", "samtools", "bwa", "\u{1b}[2J\u{1b}]0;x\u{7}", "grep",
        "timeout", "sh", "bioinformatics_pipeline.sh", "yes", "sleep",
      ])
    #expect(report.endings.elements.map(\.count) == [1, 1, 2, 1, 1, 1, 1, 1, 1, 1])
    #expect(report.endings.elements.map(\.isRoot) == [true] + Array(repeating: false, count: 9))
    #expect(report.endings.elements.filter(\.isOrdinary).count == 2)
    #expect(report.endings.elements[1].first.isOOMKilled)
    #expect(report.endings.elements[2].first.sender == .kernel)
    #expect(report.endings.elements[2].first.outcome == .killed(signal: 11, coreDumped: true))
  }

  @Test func endingsBeyondTheLimitAreCounted() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    var options = RunReport.Options()
    options.groups = 2
    let report = try #require(
      try StoreReader(path: store.path).report(ofRun: run.id, options))
    #expect(report.endings.elements.count == 2)
    #expect(report.endings.omitted == 9)
  }

  @Test func failedExecutionsAreGroupedAndThoseThatMatteredComeFirst() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    let report = try #require(try StoreReader(path: store.path).report(ofRun: run.id))
    let groups = report.failedExecutions.elements
    #expect(groups.map(\.error) == ["ENOEXEC", "ENOENT"])
    #expect(groups.map(\.path) == ["/opt/tool\n.sh", "/usr/local/bin/bwa"])
    #expect(groups.map(\.count) == [1, 3])
    #expect(groups.map(\.recovered) == [0, 3])
  }

  @Test func aForkCountsAsTheProgramWhoseImageItRuns() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    let report = try #require(try StoreReader(path: store.path).report(ofRun: run.id))
    let tools = Dictionary(uniqueKeysWithValues: report.tools.map { ($0.name, $0) })
    #expect(tools["bwa"]?.processes == 3)
    #expect(tools["bwa"]?.nonZero == 2)
    #expect(tools["bwa"]?.peakRSS == 700 << 20)
    #expect(tools["bwa"]?.wallTime == 16_500_000_000)
    #expect(tools["bioinformatics_pipeline.sh"]?.processes == 2)
    #expect(tools["summarise_the_counts.py"]?.processes == 1)
    #expect(report.tools.first?.name == "bwa")
  }

  @Test func bytesThatAreNotUnicodeComeBackUnchanged() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    let report = try #require(try StoreReader(path: store.path).report(ofRun: run.id))
    let hostile = try #require(report.endings.elements.first { $0.first.name.bytes.first == 0x1b })
      .first
    #expect(hostile.command[1].bytes == [0x66, 0xff, 0x0a, 0xc3])
    #expect(hostile.command[2] == "\u{202e}gpj.exe")
    #expect(hostile.sender == .process(pid: 4242, name: "e\u{1b}[31mvil", relation: .other))
    #expect(hostile.peakRSSSource == .bound)
  }

  @Test func lossesAreCountedByKind() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/bin/true")
      try store.lose(3, "exit", run: run.id)
      try store.lose(2, "exec", run: run.id)
      try store.lose(4, "exit", run: run.id)
      try store.lose(5, "fork", run: 0, at: 1)
      try store.lose(6, "fork", run: 0, at: 100)
      try store.end(run, at: 2, complete: false)
      return run
    }
    let report = try #require(try StoreReader(path: store.path).report(ofRun: run.id))
    #expect(report.losses == [.init(kind: "exit", count: 7), .init(kind: "exec", count: 2)])
    #expect(report.unattributedLosses == [.init(kind: "fork", count: 5)])
    #expect(report.run.lost == 9)
    #expect(report.run.isComplete == false)
    #expect(report.totals.withoutEnd == 1)
  }

  @Test func runsAreListedLastFirst() throws {
    let store = try FictionalStore()
    try store.batch {
      for number in 1...3 {
        let run = try store.begin("/bin/true \(number)", at: Double(number))
        try store.exit(run.root, in: run, at: Double(number) + 0.5)
        if number < 3 { try store.end(run, at: Double(number) + 0.5) }
      }
    }
    let reader = try StoreReader(path: store.path)
    #expect(try reader.runs(limit: 2).map(\.id) == [3, 2])
    #expect(try reader.latestRun()?.ended == nil)
    #expect(try reader.latestRun()?.processes == 1)
    #expect(try reader.run(id: 1)?.outcome == .exited(code: 0))
    #expect(try reader.run(id: 4) == nil)
    #expect(try reader.report(ofRun: 4) == nil)
  }

  /// What is asked about one run must not take longer for all the others.
  @Test func noStatementOfAReportScansAllProcesses() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    let reader = try StoreReader(path: store.path)
    let statements = try statements(of: reader) {
      var options = RunReport.Options()
      options.treeLines = 200
      _ = try reader.report(ofRun: run.id, options)
      _ = try reader.runs(limit: 10)
    }
    #expect(statements.count > 10)
    for statement in statements where statement.hasPrefix("SELECT") {
      let plan = try reader.queue.read { database in
        try Row.fetchAll(database, sql: "EXPLAIN QUERY PLAN " + statement).map { row -> String in
          row["detail"]
        }
      }
      // `signal` is a table of 62 rows; the rest is what the statement itself has gathered.
      let scans = plan.filter { $0.hasPrefix("SCAN") }
      #expect(
        scans.allSatisfy { $0 == "SCAN signal" || $0 == "SCAN r" || $0.contains("subquery") },
        "\(statement): \(plan)")
      #expect(!plan.contains { $0.contains("AUTOMATIC") }, "\(statement): \(plan)")
      #expect(!scans.contains("SCAN r") || statement.contains("ORDER BY r.id DESC LIMIT"))
    }
  }

  private func statements(of reader: StoreReader, _ body: () throws -> Void) throws -> [String] {
    final class List: @unchecked Sendable { var statements: [String] = [] }
    let list = List()
    reader.queue.unsafeRead { database in
      database.trace {
        if case .statement(let statement) = $0 { list.statements.append(statement.expandedSQL) }
      }
    }
    try body()
    reader.queue.unsafeRead { $0.trace(options: []) }
    return list.statements
  }
}
