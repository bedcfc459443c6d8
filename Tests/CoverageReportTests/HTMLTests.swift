import Foundation
import Store
import Testing

@testable import CoverageReport

@Suite struct HTMLTests {
  @Test func whatComesFromAProgramIsNeverMarkup() throws {
    var document = try Specimen.document()
    let bad: RawText = "</script><img src=x onerror=alert(1)>\"'&\u{202e}"
    document.session.command = [bad]
    document.session.host = bad
    document.objects[0].path = bad
    document.objects[0].error = bad
    document.objects[0].functions[0].test = bad
    document.objects[0].functions[1].reason = bad
    document.objects[0].functions[1].file = bad
    document.marks[0].name = bad
    document.decisions[0].why = bad
    document.decisions[0].probe = bad
    document.expectations[0].name = bad
    document.expectations[0].detail = bad
    let page = String(decoding: HTMLReport.render(document), as: UTF8.self)
    #expect(!page.contains("<img"))
    #expect(page.components(separatedBy: "</script>").count == 3)
    #expect(!page.contains("\u{202e}"))
    #expect(
      page.contains("&lt;/script&gt;&lt;img src=x onerror=alert(1)&gt;&quot;&#39;&amp;\\u{202e}"))
  }

  @Test func thePageLoadsNothing() throws {
    let page = String(decoding: HTMLReport.render(try Specimen.document()), as: UTF8.self)
    #expect(page.contains("default-src 'none'"))
    for word in ["http:", "https:", "src=", "@import", "url("] {
      #expect(!page.replacingOccurrences(of: "src=x onerror", with: "").contains(word), "\(word)")
    }
  }

  @Test func theDataHasEachFunctionOnceUnderItsFile() throws {
    let objects = try data(try Specimen.document())
    #expect(objects.map { $0["path"] as? String } == ["/l\\xff.so", "/opt/app/bin/app"])
    let files = objects.map { ($0["files"] as? [[Any]] ?? []).map { "\($0[0]) \($0[1])" } }
    #expect(files == [[" 3"], [" 2", "/src/app/main.c 3", "/src/app/parse.c 2"]])
    #expect(
      names(objects[1]) == ["tiny", "other", "main", "later", "gone", "parse", "usage"])
    let rows = objects[1]["rows"] as? [[Any]] ?? []
    #expect(rows.map { $0[2] as? Int } == [6, 7, 0, 3, 8, 0, 1])
  }

  @Test func namesAreTheSameAfterTheirSharedBeginnings() throws {
    let expected = ["std::é", "std::éa", "std::b", "", "std::bc", "s", "té", "tè"]
    var document = Specimen.document(expected.map { _ in .hit })
    for (index, name) in expected.enumerated() {
      document.objects[0].functions[index].name = RawText(name)
    }
    #expect(names(try #require(try data(document).first)) == expected)
  }

  @Test func theCurveIsThereWhenItHasTwoPoints() throws {
    var document = try Specimen.document()
    let page = String(decoding: HTMLReport.render(document), as: UTF8.self)
    #expect(page.contains("<path class=\"hit\" d=\"M64.0 196.0H712.0V55.0\"/>"))
    document.curve.removeLast()
    #expect(!String(decoding: HTMLReport.render(document), as: UTF8.self).contains("<svg"))
  }

  @Test func aLongCurveAndLongTablesAreCut() throws {
    var document = try Specimen.document()
    document.curve = (0..<9000).map { number in
      CoveragePoint(
        milliseconds: Double(number), hit: Int64(number), attached: 9000, deferred: 0, probeHits: 0)
    }
    document.decisions = (0..<500).map { turn in
      CoverageDecision(
        turn: Int64(turn), at: UTCTime(nanoseconds: 0), action: "wait", why: RawText("why \(turn)"))
    }
    let page = String(decoding: HTMLReport.render(document), as: UTF8.self)
    #expect(page.contains("… and 300 more, which the JSON has"))
    #expect(page.components(separatedBy: "V").count < 4000)
    #expect(page.contains("From 0 to 8,999 functions"))
  }

  @Test func aHundredThousandFunctionsTakeLessThanTenMegabytes() {
    var object = CoveredObject(buildID: "aa", path: "/usr/lib/libbig.so", kind: "shared_object")
    object.functions = (0..<100_000).map { number in
      let type = "project::module\(number / 900)::Type\(number / 30)<int, std::allocator<int>>"
      let name = RawText("\(type)::method\(number)(std::string const&, unsigned long)")
      var function = CoveredFunction(
        offset: Int64(number) * 64, size: Int64(number % 977), name: name, linkageName: name)
      (function.file, function.line) = (
        RawText("/src/module\(number / 900)/file\(number / 100).cc"), Int64(number % 100)
      )
      function.state = number % 2 == 0 ? .hit : .attached
      if number % 2 == 0 {
        function.hitAt = UTCTime(nanoseconds: Int64(number) * 12_345)
        (function.pid, function.hits) = (4242, Int64(number))
      }
      return function
    }
    let session = CoverageSession(id: 1, startedAt: UTCTime(nanoseconds: 0), state: .ended)
    let page = HTMLReport.render(CoverageDocument(session: session, objects: [object]))
    #expect(page.count < 10_000_000)
  }

  private func data(_ document: CoverageDocument) throws -> [[String: Any]] {
    let page = String(decoding: HTMLReport.render(document), as: UTF8.self)
    let parts = page.components(separatedBy: "id=\"data\">")
    let json = try #require(parts.last?.components(separatedBy: "</script>").first)
    let value = try JSONSerialization.jsonObject(with: Data(json.utf8)) as? [String: Any]
    return try #require(value?["objects"] as? [[String: Any]])
  }

  /// As the script spells them out.
  private func names(_ object: [String: Any]) -> [String] {
    var last: [UInt16] = []
    return (object["rows"] as? [[Any]] ?? []).map { row in
      last = last.prefix(row[0] as? Int ?? 0) + Array((row[1] as? String ?? "").utf16)
      return String(decoding: last, as: UTF16.self)
    }
  }
}
