import Glibc
import Store
import Testing

@testable import sonde

@Suite struct ReportTextTests {
  @Test func aTroubledRunIsToldWithItsReasons() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    try Golden.expect(try text(run, in: store, tree: true), "report-troubled.txt")
  }

  @Test func aWideRunIsToldOnOnePage() throws {
    let store = try FictionalStore()
    let run = try store.wideRun()
    try Golden.expect(try text(run, in: store, tree: true), "report-wide.txt")
  }

  @Test func aRunThatHasNotEndedIsNotSaidToHaveFailed() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/bin/sleep 100", name: "nightly")
      let child = try store.fork(run.root, in: run, at: 1)
      try store.exit(child, in: run, at: 2)
      return run
    }
    try Golden.expect(try text(run, in: store), "report-unfinished.txt")
  }

  @Test func anInterruptedRunSaysSo() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/bin/sleep 100")
      try store.end(run, at: 2.5, status: nil, complete: false, interrupted: true)
      return run
    }
    try Golden.expect(try text(run, in: store), "report-interrupted.txt")
  }

  @Test func whatWasLostIsCounted() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/bin/make all")
      try store.lose(1200, "exit", run: run.id)
      try store.lose(3, "exec", run: run.id)
      try store.lose(9, "fork", run: 0)
      try store.exit(run.root, in: run, at: 75)
      try store.end(run, at: 75, complete: false)
      return run
    }
    try Golden.expect(try text(run, in: store), "report-losses.txt")
  }

  @Test func aSuccessOverDeadChildrenIsNotPraised() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/bin/sh -c 'awk | sort'")
      let child = try store.fork(run.root, in: run)
      try store.execute(child, ["/usr/bin/awk"], in: run)
      store.choose(child, in: run)
      try store.exit(child, in: run, at: 1, status: UInt32(SIGKILL))
      try store.exit(run.root, in: run, at: 2)
      try store.end(run, at: 2)
      return run
    }
    let text = try text(run, in: store)
    #expect(
      text.hasPrefix(
        "sh succeeded in 2.00 s, but the out-of-memory killer chose 1 of its processes\n"))
  }

  @Test(arguments: ["report-troubled.txt", "report-wide.txt"])
  func nothingSteersTheTerminalAndNoLineIsTooLong(_ name: String) throws {
    let store = try FictionalStore()
    let run = try name.contains("wide") ? store.wideRun() : store.troubledPipeline()
    for line in try text(run, in: store, tree: true).split(separator: "\n") {
      #expect(TerminalText.width(String(line)) <= 100, "\(line)")
      for scalar in line.unicodeScalars {
        #expect(![.control, .format].contains(scalar.properties.generalCategory), "\(line)")
      }
    }
  }

  @Test func coloursAddNothingButColour() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    let plain = try text(run, in: store)
    let coloured = try text(run, in: store, style: TextStyle(hasColour: true))
    #expect(coloured.hasPrefix("\u{1b}[1;31m"))
    #expect(coloured.replacing(#/\u{1b}\[[0-9;]*m/#, with: "") == plain)
  }

  @Test func runsAreListed() throws {
    let store = try FictionalStore()
    _ = try store.troubledPipeline()
    try store.batch {
      let killed = try store.begin("/bin/sleep 9", at: 20)
      try store.end(killed, at: 21, status: 15, complete: false, interrupted: true)
      _ = try store.begin("/tmp/\u{1b}[31m x", name: "last", at: 30)
    }
    let list = RunList(runs: try StoreReader(path: store.path).runs(limit: 20))
    try Golden.expect(list.render(style: TextStyle()), "report-list.txt")
    try Golden.expect(String(decoding: list.json(), as: UTF8.self), "report-list.json")
  }

  // MARK: Helpers

  private func text(
    _ run: FictionalRun, in store: FictionalStore, tree: Bool = false,
    style: TextStyle = TextStyle()
  ) throws -> String {
    var options = RunReport.Options()
    options.treeLines = tree ? 200 : nil
    let report = try StoreReader(path: store.path).report(ofRun: run.id, options)
    return RunReportText(report: try #require(report), style: style).render()
  }
}
