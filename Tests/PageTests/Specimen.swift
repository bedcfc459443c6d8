import Page

@testable import Store

/// A made-up run.
enum Specimen {
  static let start: Int64 = 1_769_851_441_000_000_000

  static func contents(processes count: Int) -> PageContents {
    var timeline = RunTimeline(
      started: start, ended: start + 6_000_000_000,
      curves: ResourceCurves(cpu: [1, 2], memory: [3, 4], read: [0, 0], write: [0, 0]))
    timeline.processes = (0..<count).map(process)
    var contents = PageContents(
      title: "run 1", verdict: "sh succeeded", tone: .good, subtitle: "run 1", timeline: timeline)
    contents.processes = (0..<count).map {
      .init(outcome: "exit status 0", tone: .good, command: "/bin/tool \($0)")
    }
    return contents
  }

  static func process(_ number: Int) -> RunTimeline.Process {
    let began = start + Int64(number) * 1_000_000
    let brief = ProcessBrief(
      id: Int64(10 + number), pid: Int64(100 - number), name: "tool", command: ["/bin/tool"],
      hasExecuted: true, started: began, ended: began + 5_000_000_000, outcome: .exited(code: 0),
      isOOMKilled: false, userTime: 2_000_000, systemTime: 0, peakRSS: 1 << 20,
      peakRSSSource: .exact, readBytes: 0, writeBytes: 0)
    return RunTimeline.Process(
      brief: brief, parent: number == 0 ? -1 : 0, tool: "tool", isCommandCut: false, executions: 1,
      directory: "/data", user: "alice", threads: 1)
  }

  static func step(exitCode: Int64?, ended: Int64?) -> RunTimeline.Step {
    RunTimeline.Step(
      id: 1, parent: -1, engine: "snakemake", label: "align sample=A", started: start,
      ended: ended, exitCode: exitCode, processes: 1)
  }
}
