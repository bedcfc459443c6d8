import Foundation
import Testing

@testable import sonde

@Suite("The doctor's report")
struct DoctorReportTests {
  private static let findings = [
    Finding("kernel", .required, .ok("6.1.0")),
    Finding("control groups", .optional, .degraded("version 1", mend: "boot with version 2")),
    Finding("BTF", .required, .missing("no such file\n(and more)", mend: "use another kernel")),
  ]

  @Test("The text has a line for each check and one below it for the mend")
  func text() {
    #expect(
      DoctorReport(findings: Self.findings).text == """
        ok        kernel          6.1.0
        degraded  control groups  version 1
                                  mend: boot with version 2
        missing   BTF             no such file
                                  (and more)
                                  mend: use another kernel

        sonde cannot do its work here: BTF missing

        """)
  }

  @Test(
    "The last line of the text sums up",
    arguments: [
      (1, "sonde can do all of its work here\n"),
      (2, "sonde can do its work here; 1 of 2 checks could be better\n"),
      (3, "sonde cannot do its work here: BTF missing\n"),
    ])
  func summary(count: Int, line: String) {
    #expect(DoctorReport(findings: Array(Self.findings.prefix(count))).text.hasSuffix("\n\(line)"))
  }

  @Test("The JSON says the same")
  func json() throws {
    let json = try DoctorReport(findings: Self.findings).json()
    let page = try #require(JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any])
    #expect(page["healthy"] as? Bool == false)
    let checks = try #require(page["checks"] as? [[String: String]])
    #expect(
      checks == [
        ["name": "kernel", "need": "required", "status": "ok", "evidence": "6.1.0"],
        [
          "name": "control groups", "need": "optional", "status": "degraded",
          "evidence": "version 1", "mend": "boot with version 2",
        ],
        [
          "name": "BTF", "need": "required", "status": "missing",
          "evidence": "no such file\n(and more)", "mend": "use another kernel",
        ],
      ])
  }

  @Test("What is missing but optional leaves the machine healthy")
  func optional() {
    let finding = Finding("database", .optional, .missing("no directory", mend: "make it"))
    #expect(DoctorReport(findings: [finding]).isHealthy)
  }
}
