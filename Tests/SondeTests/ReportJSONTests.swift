import Foundation
import Store
import Testing

@testable import sonde

@Suite struct ReportJSONTests {
  @Test func aTroubledRunIsWrittenWhole() throws {
    let store = try FictionalStore()
    let run = try store.troubledPipeline()
    try Golden.expect(try json(run, in: store), "report-troubled.json")
  }

  @Test func aRunThatHasNotEndedHasNulls() throws {
    let store = try FictionalStore()
    let run = try store.batch { try store.begin("/bin/sleep 100") }
    let data = Data(try json(run, in: store).utf8)
    let report = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
    let members = try #require(report["run"] as? [String: Any])
    for key in ["ended_at", "duration_s", "exit_code", "signal", "complete", "tracing", "name"] {
      #expect(members[key] is NSNull, "\(key)")
    }
    #expect(members["command"] as? [String] == ["/bin/sleep", "100"])
    #expect((report["totals"] as? [String: Any])?["without_end"] as? Int == 1)
  }

  @Test(arguments: [
    (JSONValue.text(RawText([0x22, 0x5c, 0x0a, 0x1b, 0x7f])), #""\"\\\n\u001b\u007f""#),
    (.text(RawText([0xc3, 0xa9, 0xff, 0xe2, 0x80])), "\"é\\udcff\\udce2\\udc80\""),
    (.string("🧬"), "\"🧬\""),
    (.real(.nan), "null"),
    (.real(0.1), "0.1"),
    (.real(1e-7), "1e-07"),
    (.integer(.min), "-9223372036854775808"),
    (
      .object([("a", .array([.null, .bool(true)])), ("b", .object([]))]),
      #"{"a":[null,true],"b":{}}"#
    ),
  ])
  func valuesBecomeJSON(_ value: JSONValue, _ expected: String) {
    var text = JSONText(isIndented: false)
    text.append(value)
    #expect(String(decoding: text.bytes, as: UTF8.self) == expected)
  }

  private func json(_ run: FictionalRun, in store: FictionalStore) throws -> String {
    var options = RunReport.Options()
    options.treeLines = 200
    let report = try StoreReader(path: store.path).report(ofRun: run.id, options)
    return String(
      decoding: RunReportJSON(report: try #require(report)).render(), as: UTF8.self)
  }
}
