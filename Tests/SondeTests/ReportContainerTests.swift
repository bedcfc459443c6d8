import GRDB
import Store
import Testing

@testable import Page
@testable import sonde

@Suite struct ReportContainerTests {
  @Test func containersAreToldWhereTheirProcessesAre() throws {
    let store = try FictionalStore()
    let run = try store.batch {
      let run = try store.begin("/opt/align.sh")
      let tool = try store.fork(run.root, in: run, at: 1)
      try store.execute(tool, ["/usr/bin/bwa", "mem"], in: run, at: 1)
      try store.exit(tool, in: run, at: 2.5, status: 2 << 8) { $0.use(cpu: 1.25) }
      try store.exit(run.root, in: run, at: 4)
      try store.end(run, at: 4)
      return run
    }
    try DatabaseQueue(path: store.path).write { database in
      try database.execute(
        sql: """
          INSERT INTO namespaces VALUES
            (1, 9, 1, 2, 3, 4, 5, 6, 7, 'mount,pid', '<b>node', 'overlay', 'overlay');
          INSERT INTO container VALUES (1, \(run.id), 2, 1769851441250000000, 9, 'container',
              'docker', NULL, 'ab', 'shy', 'bwa:1', NULL, NULL, 'u.scope', '17', '0', NULL, 0,
              'shy' || char(27) || '[2J (docker, image bwa:1)', 1, 0, 1250000000, 1048576, 0, 4096),
            (2, \(run.id), 1, 1769851440250000000, 9, 'unit', NULL, NULL, NULL, NULL, NULL, NULL,
              NULL, 'session-3.scope', NULL, NULL, NULL, 0, NULL, 1, 1, 0, 0, 0, 0);
          UPDATE process SET container_key = 1 WHERE comm = 'bwa';
          UPDATE process SET container_key = 2 WHERE comm <> 'bwa';
          """)
    }
    var options = RunReport.Options()
    options.treeLines = 20
    let reader = try StoreReader(path: store.path)
    let report = try #require(try reader.report(ofRun: run.id, options))
    try Golden.expect(
      RunReportText(report: report, style: TextStyle()).render(), "report-containers.txt")
    let json = String(decoding: RunReportJSON(report: report).render(), as: UTF8.self)
    #expect(json.contains(#""container": "shy\u001b[2J (docker, image bwa:1)""#), "\(json)")
    #expect(report.containers.elements.map(\.kind) == ["unit", "container"])
    let page = try RunPageText.contents(ofRun: run.id, reader)
    let section = try #require(page.sections.first { $0.anchor == "containers" })
    #expect(section.table?.rows.map { $0[4].text } == ["<b>node"])
    #expect(page.failures.first?.evidence.first?.label == "container")
    let html = RunPage.render(page)
    #expect(!String(decoding: html, as: UTF8.self).contains("<b>node"))
  }
}
