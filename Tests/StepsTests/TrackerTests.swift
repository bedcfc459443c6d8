import Testing

@testable import Steps

@Suite("The tracker of steps")
struct TrackerTests {
  private func use(_ cpu: UInt64, rss: UInt64, hasTotals: Bool = true) -> StepUse {
    StepUse(cpu: cpu, peakRSS: rss, readBytes: cpu * 10, writeBytes: 1, hasTotals: hasTotals)
  }

  @Test("adds up what the processes of a step used, and those of steps inside of it")
  func sums() {
    var run = RecordedRun()
    let make = run.fork(0, ["make"])
    let inner = run.fork(make, ["make", "-C", "sub"])
    let compiler = run.fork(inner, ["cc", "-c", "a.c"])
    let assembler = run.fork(compiler, ["as", "a.s"])
    run.end(assembler, use(5, rss: 100))
    run.end(compiler, use(7, rss: 50))
    run.end(inner, use(0, rss: 20, hasTotals: false))
    run.end(make, use(1_000, rss: 10))
    let steps = run.take()
    #expect(steps.map(\.use.processes) == [3, 2])
    #expect(steps.map(\.use.cpu) == [12, 12])
    #expect(steps.map(\.use.peakRSS) == [100, 100])
    #expect(steps.map(\.use.readBytes) == [120, 120])
    #expect(steps.map(\.use.withoutTotals) == [1, 0])
    #expect(steps.map(\.parentID) == [0, steps[0].id])
    #expect(steps.map(\.processID) == [inner, compiler])
  }

  @Test("hands each change out once, and texts no more once a step has ended")
  func touched() {
    var run = RecordedRun()
    let script = run.fork(0, ["bash", "x.sh"])
    let line = run.fork(script, ["sleep", "9"])
    let background = run.fork(line)
    #expect(run.take().map(\.description.label) == ["sleep 9"])
    #expect(run.take().isEmpty)
    run.end(line)
    #expect(run.take().map(\.description.label) == ["sleep 9"])
    run.end(background)
    let last = run.take()
    #expect(last.map(\.isSlim) == [true])
    #expect(last.map(\.use.processes) == [2])
    run.endRun()
    #expect(run.step(of: line) == nil)
  }

  @Test("keeps a bounded number of lines, and counts the rest")
  func bounds() {
    var run = RecordedRun()
    let script = run.fork(0, ["bash", "x.sh"])
    for _ in 0..<(StepLimits.shellSteps + 3) { run.fork(script, ["true"]) }
    #expect(run.take().count == StepLimits.shellSteps)
    #expect(run.tracker.leftOut(ofRun: 1) == 3)
  }

  @Test(
    "looks no closer at programs that begin nothing",
    arguments: [
      (["cat"], false), (["/usr/bin/python3.11", "x.py"], true), (["/bin/sh", "x"], true),
      (["shuf"], false), (["makeblastdb"], false), (["gcc"], false), ([], false), (["bash"], true),
    ])
  func concerns(arguments: [String], expected: Bool) {
    let tracker = StepTracker(lastID: 0, files: StepFiles { _, _, _ in nil })
    let block: [UInt8] = arguments.flatMap { Array($0.utf8) + [0] as [UInt8] }
    let place = StepPlace(processID: 1, runID: 1, time: 1, isFirst: true, stepID: 0, role: 0)
    block.withUnsafeBytes {
      #expect(
        tracker.concerns(
          place, arguments: $0, environment: UnsafeRawBufferPointer(start: nil, count: 0))
          == expected)
    }
  }

  @Test("knows variables of Slurm again in any order, and looks closer at others only")
  func slurm() {
    let variables = ["SLURM_JOB_ID": "1", "SLURM_STEP_ID": "0", "A": "b"]
    let sums = [
      "SLURM_JOB_ID=1\0A=b\0SLURM_STEP_ID=0\0", "SLURM_STEP_ID=0\0SLURM_JOB_ID=1",
      "SLURM_JOB_ID=1\0SLURM_STEP_ID=1\0", "SLURM_STEP_ID=0\0", "",
    ].map { text in Array(text.utf8).withUnsafeBytes { SlurmVariables.sum($0) } }
    #expect(sums[0] == SlurmVariables.sum(variables) && sums[0] == sums[1])
    #expect(sums[0] != sums[2] && sums[0] != 0)
    #expect(sums[3] == 0 && sums[4] == 0)
  }

  @Test("writes details as JSON whatever is in them")
  func json() {
    var details = StepDetails()
    details.set("a\"", "b\\\n\u{1}ü")
    details.set("empty", "")
    details["n"] = .number(3)
    details.infer("x")
    details.infer("x")
    #expect(details.json == #"{"a\"":"b\\\n\u0001ü","n":3,"inferred":["x"]}"#)
  }
}
