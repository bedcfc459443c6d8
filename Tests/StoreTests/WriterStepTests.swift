import GRDB
import Steps
import Testing

@testable import Store

@Suite("Writing steps")
struct WriterStepTests {
  @Test("A step is one row, however often it is written, and keeps its texts")
  func steps() throws {
    let database = try WriterDatabase()
    let writer = try database.writer()
    var tracker = StepTracker(lastID: 40, files: StepFiles { _, _, _ in nil })
    func exec(_ id: Int64, _ arguments: [String], from parent: StepChange?) -> StepChange? {
      tracker.exec(
        ExecutedProgram(arguments: arguments, directory: "/data", environment: [:]),
        at: StepPlace(
          processID: id, runID: 1, time: 3_000_000_000, isFirst: true,
          stepID: parent?.stepID ?? 0, role: parent?.role ?? 0))
    }
    func write() throws {
      try writer.batch { writer in try tracker.takeTouched { try writer.write($0) } }
    }
    let use = StepUse(
      cpu: 1_500_000_000, peakRSS: 4096, readBytes: 7, writeBytes: 0, hasTotals: true)
    let make = exec(1, ["make"], from: nil)
    let recipe = exec(2, ["cc", "-o", "a.o", "a\u{FFFD}.c"], from: make)
    try write()
    let select = """
      SELECT printf('%s|%s|%s|%s|%d|', engine, name, label, details ->> '$.target', processes)
        || coalesce(cpu_s, '') || '|' || coalesce(peak_rss_bytes, '') || '|' || started_at
        || coalesce(ended_at, '') FROM steps
      """
    #expect(
      try database.lines(select) == [
        "make|a.o|cc -o a.o a\u{FFFD}.c|a.o|0|||2023-11-14T22:13:23.000000Z"
      ])
    tracker.end(process: 2, ofStep: recipe?.stepID ?? 0, use)
    try write()
    // What it has left in the background.
    tracker.end(process: 3, ofStep: recipe?.stepID ?? 0, use)
    try write()
    #expect(
      try database.lines(select) == [
        "make|a.o|cc -o a.o a\u{FFFD}.c|a.o|2|3.0|4096|2023-11-14T22:13:23.000000Z"
      ])
  }
}
