import Foundation
import SeededRandom
import Store
import Testing

@testable import CoverageReport

@Suite struct CoverageJSONTests {
  @Test func aDocumentComesBackAsItWas() throws {
    let document = try Specimen.document()
    let json = try CoverageJSON.render(document)
    #expect(try CoverageJSON.read(json, name: "a.json") == document)
  }

  @Test(arguments: 0..<60)
  func anyDocumentComesBackAsItWas(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let document = Specimen.random(&random)
    #expect(try CoverageJSON.read(try CoverageJSON.render(document), name: "a.json") == document)
  }

  @Test(
    arguments: [
      ([0x66, 0xff], "f\\xff"), ([0x5c, 0x78, 0x66, 0x66], "\\x5cxff"),
      ([0x5c, 0x78, 0x34, 0x31], "\\x41"),
      ([0x5c, 0xff], "\\\\xff"), ([0], "\\x00"), (Array("é\n".utf8), "é\n"), ([0x5c, 0x78], "\\x"),
    ] as [([UInt8], String)])
  func bytesThatAreNoTextAreEscapedSoThatItCanBeUndone(bytes: [UInt8], text: String) {
    #expect(RawText(bytes).escaped == text)
    #expect(RawText(escaped: text).bytes == bytes)
  }

  @Test func whatSteersATerminalIsEscaped() throws {
    let json = String(decoding: try CoverageJSON.render(try Specimen.document()), as: UTF8.self)
    #expect(json.contains("\\u202ee\\u001b[31m"))
    #expect(!json.unicodeScalars.contains { $0 == "\u{202e}" || $0 == "\u{1b}" })
  }

  @Test func theFirstLevelsKeysAreThose() throws {
    let json = try CoverageJSON.render(try Specimen.document())
    let object = try JSONSerialization.jsonObject(with: Data(json)) as? [String: Any]
    #expect(
      object?.keys.sorted() == [
        "curve", "decisions", "expectations", "marks", "objects", "schema", "session", "version",
      ])
    #expect(object?["schema"] as? String == "sonde.coverage")
    let session = object?["session"] as? [String: Any]
    #expect(session?["started_at"] as? String == "2023-11-14T22:13:20.000000000Z")
  }

  @Test(
    arguments: [
      ("\"version\":1", "\"version\":2", "version: this version of sonde reads 1, not 2"),
      ("sonde.coverage", "lcov", "schema: 'lcov' is another program's; 'sonde.coverage' is wanted"),
      ("\"schema\":\"sonde.coverage\",", "", "schema is missing"),
      ("\"kind\":\"executable\",", "", "objects[0].kind is missing"),
      ("\"offset\":16,", "", "objects[0].functions[0].offset is missing"),
      ("\"state\":\"failed\"", "\"state\":\"odd\"", "objects[0].functions[1].state"),
      ("\"hits\":3", "\"hits\":\"3\"", "objects[1].functions[1].hits is not what it should be"),
      (
        "\"hits\":3", "\"hits\":-3",
        "the function at 4352 of /opt/app/bin/app has a negative number"
      ),
      ("\"offset\":32", "\"offset\":16", "not in the order of their offsets"),
      ("aa11", "bb22", "the build id bb22 is there twice"),
      ("2023-11-14T22:13:20.0", "2023-02-30T22:13:20.0", "this is no time like 2026-01-31T"),
    ])
  func aDamagedDocumentIsRefusedWithThePlace(old: String, new: String, words: String) throws {
    let json = String(decoding: try CoverageJSON.render(try Specimen.document()), as: UTF8.self)
    try #require(json.contains(old))
    let damaged = json.replacingOccurrences(of: old, with: new)
    let error = #expect(throws: CoverageReportError.self) {
      try CoverageJSON.read(Array(damaged.utf8), name: "a.json")
    }
    let message = error?.message ?? ""
    #expect(message.hasPrefix("a.json: ") && message.contains(words), "\(message)")
    #expect(message.contains("sonde coverage report --format json"))
  }

  @Test(
    arguments: [
      ("", "it ends too early, in line 1"), ("{\n", "it ends too early, in line 2"),
      ("{\n  \"schema\" 1}", "line 2, byte 12 is not"), ("[1,]x", "line 1, byte 5 is not"),
      ("\u{0}", ""), ("// no", "line 1, byte 1 is not"),
    ])
  func whatIsNoJSONIsRefusedWithThePlace(text: String, words: String) {
    let error = #expect(throws: CoverageReportError.self) {
      try CoverageJSON.read(Array(text.utf8), name: "a.json")
    }
    #expect(
      error?.message.hasPrefix("a.json: this is no JSON: \(words)") == true,
      "\(error?.message ?? "")")
  }

  @Test(arguments: 0..<40)
  func whatIsCutOrChangedIsReadOrRefusedAndCanBeReported(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    var json = try CoverageJSON.render(try Specimen.document())
    let cut = Int.random(in: 0..<json.count - 1, using: &random)
    #expect(throws: CoverageReportError.self) {
      try CoverageJSON.read(Array(json[..<cut]), name: "a.json")
    }
    for _ in 0..<3 {
      let place = Int.random(in: 0..<json.count, using: &random)
      json[place] = "0129-\"{}[],:ax".utf8.randomElement(using: &random) ?? 0
    }
    guard let document = try? CoverageJSON.read(json, name: "a.json") else { return }
    #expect(try CoverageJSON.read(try CoverageJSON.render(document), name: "b.json") == document)
    _ = HTMLReport.render(document)
    _ = LCOVReport.render(document)
    _ = CoberturaReport.render(document)
  }

  @Test func numbersAtTheEndsOfWhatIsPossibleStopNothing() throws {
    var document = try Specimen.document()
    for index in document.objects.indices {
      document.objects[index].aliases = .max
      document.objects[index].lateMilliseconds = 1e300
      for place in document.objects[index].functions.indices {
        document.objects[index].functions[place].hits = .max
        document.objects[index].functions[place].line = .max
        document.objects[index].functions[place].file = "/a.c"
        document.objects[index].functions[place].hitAt = UTCTime(nanoseconds: .max)
      }
    }
    document.session.startedAt = UTCTime(nanoseconds: -9_223_372_036_000_000_000)
    document.session.losses = [
      LossCount(kind: "a", count: .max), LossCount(kind: "b", count: .max),
    ]
    document.curve = [0.0, 1e300].map {
      CoveragePoint(milliseconds: $0, hit: .max, attached: .max, deferred: 0, probeHits: .max)
    }
    #expect(document.session.lost == .max && CoverageSummary(document).found == .max)
    #expect(HTMLReport.render(document).count > 1000)
    #expect(LCOVReport.render(document).leftOut == 0)
    #expect(CoberturaReport.render(document).leftOut == 0)
    let merged = try CoverageMerge.merge([("a", document), ("b", try Specimen.document())])
    #expect(CoverageSummary(merged).hit > 0)
  }

  @Test func aFileThatIsNotThereIsNamed() {
    let error = #expect(throws: CoverageReportError.self) {
      try CoverageJSON.read(path: "/nonexistent/a.json")
    }
    #expect(error?.message.hasPrefix("/nonexistent/a.json: there is no such file.") == true)
    let directory = #expect(throws: CoverageReportError.self) { try CoverageJSON.read(path: "/") }
    #expect(directory?.message.hasPrefix("/: cannot be read: Is a directory.") == true)
  }

  @Test(
    arguments: [
      (0, "1970-01-01T00:00:00.000000000Z"), (-1, "1969-12-31T23:59:59.999999999Z"),
      (951_782_400_000_000_007, "2000-02-29T00:00:00.000000007Z"),
      (Int64.max, "2262-04-11T23:47:16.854775807Z"),
      (-9_223_372_036_000_000_000, "1677-09-21T00:12:44.000000000Z"),
    ] as [(Int64, String)])
  func timesKeepEveryNanosecond(nanoseconds: Int64, text: String) {
    #expect(UTCTime(nanoseconds: nanoseconds).description == text)
    #expect(UTCTime(text)?.nanoseconds == nanoseconds)
  }

  @Test(
    arguments: [
      "2023-13-01T00:00:00.000000000Z", "2023-02-29T00:00:00.000000000Z",
      "2023-01-01T24:00:00.000000000Z", "2023-01-01T00:00:00Z", "2023-01-01 00:00:00.000000000Z",
      "9999-01-01T00:00:00.000000000Z", "",
    ])
  func whatIsNoTimeIsNone(text: String) {
    #expect(UTCTime(text) == nil)
  }
}
