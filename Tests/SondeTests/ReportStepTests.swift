import Store
import Testing

@testable import sonde

@Suite struct ReportStepTests {
  @Test func stepsAreToldWhereTheirProcessesAre() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/usr/bin/make -j2")
      let inner = try store.fork(run.root, in: run, at: 1)
      try store.execute(inner, ["make", "-C", "sub", "all"], in: run, at: 1)
      let compiler = try store.fork(inner, in: run, at: 1.5)
      try store.execute(
        compiler, ["/usr/bin/cc", "-c", "-o", "a.o", RawText("a\u{1b}[2J.c")], in: run, at: 1.5)
      let assembler = try store.fork(compiler, in: run, at: 1.6)
      try store.execute(assembler, ["/usr/bin/as", "a.s"], in: run, at: 1.6)
      try store.exit(assembler, in: run, at: 1.8, status: 1 << 8) { $0.use(cpu: 0.1) }
      try store.exit(compiler, in: run, at: 2) { $0.use(cpu: 0.3) }
      try store.exit(inner, in: run, at: 2.5, status: 2 << 8)
      let copy = try store.fork(run.root, in: run, at: 3)
      try store.execute(copy, ["/bin/cp", "a", "b"], in: run, at: 3)
      try store.exit(copy, in: run, at: 3.25)
      try store.exit(run.root, in: run, at: 4)
      try store.end(run, at: 4)
      return run
    }
    var options = RunReport.Options()
    options.treeLines = 20
    let reader = try StoreReader(path: store.path)
    let report = try #require(try reader.report(ofRun: run.id, options))
    let style = TextStyle()
    try Golden.expect(RunReportText(report: report, style: style).render(), "report-steps.txt")
    let json = String(decoding: RunReportJSON(report: report).render(), as: UTF8.self)
    #expect(json.contains(#""label": "cc -c -o a.o a\u001b[2J.c""#), "\(json)")
    #expect(report.steps.elements.map(\.processes) == [3, 2, 1])
    #expect(report.steps.elements.map(\.cpuTime) == [402_000_000, 400_000_000, 2_000_000])
    options.steps = 1
    let cut = try #require(try reader.report(ofRun: run.id, options))
    #expect(cut.steps.elements.map(\.name) == ["make"])
    #expect(cut.steps.omitted == 2)
  }
}
