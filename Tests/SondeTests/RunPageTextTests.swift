import Glibc
import Page
import Store
import Testing

@testable import sonde

@Suite("What a page says")
struct RunPageTextTests {
  @Test func aTroubledRunIsBadAndItsFailuresComeFirst() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    let contents = try contents(run, in: store)
    #expect(contents.tone == .bad)
    #expect(contents.verdict.hasPrefix("bioinformatics_pipeline.sh failed with exit status 3"))
    #expect(contents.failuresNote == nil)
    let summaries = contents.failures.map(\.summary)
    #expect(summaries.contains { $0.contains("samtools was killed for want of memory") })
    // A closed pipe is no failure.
    #expect(!summaries.contains { $0.contains("yes") })
    #expect(contents.sections.map(\.anchor) == ["steps-table", "time", "programs", "record"])
    #expect(contents.processes.count == contents.timeline.processes.count)
    #expect(!contents.path.isEmpty)
  }

  @Test func aRunThatHasNotEndedIsNotSaidToHaveGoneWell() throws {
    let store = try FictionalStore()
    let run = try store.batch { try store.begin("/bin/sleep 100") }
    let contents = try contents(run, in: store)
    #expect(contents.tone == .doubtful)
    #expect(!contents.hasEnded)
    #expect(contents.reservations == ["The record is not closed: what is told here may change."])
    #expect(contents.processes.map(\.outcome) == ["still running, or its end is not stored yet"])
    #expect(contents.processes.map(\.tone) == [.doubtful])
  }

  @Test func anIncompleteRecordStandsWithTheVerdict() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/bin/make all")
      try store.lose(1200, "exit", run: run.id)
      try store.exit(run.root, in: run, at: 75)
      try store.end(run, at: 75, complete: false)
      return run
    }
    let contents = try contents(run, in: store)
    #expect(contents.verdict.hasPrefix("make succeeded"))
    #expect(contents.tone == .doubtful)
    #expect(
      contents.reservations == [
        "The record is incomplete, lost: 1,200 exit. What is not on this page may have happened all "
          + "the same."
      ])
  }

  @Test func theRecordHasTheMapOfHooks() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      try store.find("fork", "verified")
      try store.find("oom", "silent", "nothing was heard")
      return try store.begin("/bin/sleep 100")
    }
    let record = try #require(
      try contents(run, in: store).sections.first { $0.anchor == "record" })
    let rows = try #require(record.table?.rows).map { $0.map(\.text) }
    #expect(
      rows.map { Array($0.prefix(2)) } == [
        ["fork", "verified"], ["oom", "silent: nothing was heard"],
      ])
    #expect(rows[1][3].contains("oom_killed"))
    #expect(record.facts.contains { $0.label == "missing" && $0.text.contains("oom") })
  }

  @Test func anInterruptedRunSaysSo() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/bin/sleep 100")
      try store.end(run, at: 2.5, status: nil, complete: false, interrupted: true)
      return run
    }
    let contents = try contents(run, in: store)
    #expect(contents.tone == .doubtful)
    #expect(contents.reservations.first?.contains("tracing was interrupted") == true)
    #expect(contents.reservations.contains { $0.hasPrefix("The end of 1 process was not seen") })
  }

  @Test func aWholeSuccessHasNoReservations() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/bin/true")
      try store.exit(run.root, in: run, at: 1)
      try store.end(run, at: 1)
      return run
    }
    let contents = try contents(run, in: store)
    #expect(contents.tone == .good)
    #expect(contents.reservations == [])
    #expect(contents.failures.isEmpty)
    #expect(contents.processes.map(\.outcome) == ["exit status 0"])
  }

  private func contents(_ run: FictionalRun, in store: FictionalStore) throws -> PageContents {
    try RunPageText.contents(ofRun: run.id, try StoreReader(path: store.path))
  }
}
