import SeededRandom
import Store
import Testing

@testable import CoverageReport

@Suite struct CoverageMergeTests {
  @Test(arguments: 0..<80)
  func theOrderDoesNotMatter(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let inputs = Self.inputs(&random)
    let merged = try CoverageMerge.merge(inputs)
    #expect(try CoverageMerge.merge(inputs.shuffled(using: &random)) == merged)
    #expect(try CoverageMerge.merge(inputs.reversed()) == merged)
  }

  @Test(arguments: 0..<80)
  func stepsDoNotMatter(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let inputs = Self.inputs(&random)
    let first = ("first", try CoverageMerge.merge(Array(inputs.prefix(2))))
    let last = ("last", try CoverageMerge.merge(Array(inputs.dropFirst(2))))
    #expect(try CoverageMerge.merge([last, first]) == CoverageMerge.merge(inputs))
  }

  @Test(arguments: 0..<40)
  func whatRanInAnyRanAndHitsAreAdded(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let inputs = Self.inputs(&random)
    let merged = try CoverageMerge.merge(inputs)
    let before = inputs.flatMap(\.document.objects)
    for object in merged.objects {
      for function in object.functions {
        let same = before.filter { $0.buildID == object.buildID }.flatMap(\.functions)
          .filter { $0.offset == function.offset }
        #expect(function.isHit == same.contains(where: \.isHit))
        #expect(function.hits == same.map(\.hits).reduce(0, +))
        #expect(function.hitAt == same.compactMap(\.hitAt).min())
      }
    }
    #expect(merged.curve.isEmpty && merged.session.state == .merged)
    #expect(merged.session.mergedFrom.count == inputs.count)
  }

  @Test(
    arguments: [
      (.hit, .attached, .hit), (.hit, .ineligible, .hit), (.ineligible, .attached, .ineligible),
      (.ineligible, .ineligible, .ineligible), (.deferred, .attached, .attached),
      (.failed, .deferred, .deferred), (.expected, .failed, .failed),
      (.retired, .attached, .retired),
    ] as [(FunctionState, FunctionState, FunctionState)])
  func theBetterKnownStateWins(
    first: FunctionState, second: FunctionState, merged: FunctionState
  ) throws {
    let inputs = [
      ("a", Specimen.document([first], id: 1)), ("b", Specimen.document([second], id: 2)),
    ]
    #expect(try CoverageMerge.merge(inputs).objects[0].functions[0].state == merged)
  }

  @Test func whatOneLeftOutOfItsScopeIsWhatTheOtherSays() throws {
    var first = Specimen.document([.ineligible], id: 1)
    first.objects[0].functions[0].reason = "out of scope: --exclude"
    let second = Specimen.document([.attached], id: 2)
    let merged = try CoverageMerge.merge([("a", first), ("b", second)])
    #expect(CoverageSummary(merged).inScope == 1)
  }

  @Test func theEarliestHitIsKeptWithItsProcessAndTest() throws {
    var first = Specimen.document([.hit], id: 1)
    first.objects[0].functions[0].hitAt = UTCTime(nanoseconds: 9)
    (first.objects[0].functions[0].pid, first.objects[0].functions[0].test) = (1, "late")
    var second = Specimen.document([.hit], id: 2)
    second.objects[0].functions[0].hitAt = UTCTime(nanoseconds: 5)
    second.objects[0].functions[0].pid = 7
    let function = try CoverageMerge.merge([("a", first), ("b", second)]).objects[0].functions[0]
    #expect(function.hitAt?.nanoseconds == 5 && function.pid == 7 && function.test == nil)
  }

  @Test func aPathWithAnotherBuildIsRefusedWithBothNames() {
    let inputs = [
      ("a.json", Specimen.document([.hit], id: 1, buildID: "aa")),
      ("b.json", Specimen.document([.hit], id: 2, buildID: "bb")),
    ]
    let error = #expect(throws: CoverageReportError.self) { try CoverageMerge.merge(inputs) }
    #expect(
      error?.message.hasPrefix("/bin/a has the build id aa in a.json and bb in b.json: ") == true)
  }

  @Test func theSameBuildAtTwoPathsIsOneObject() throws {
    let merged = try CoverageMerge.merge([
      ("a", Specimen.document([.hit], id: 1, path: "/y/a")),
      ("b", Specimen.document([.hit], id: 2, path: "/x/a")),
    ])
    #expect(merged.objects.map(\.path) == ["/x/a"])
    #expect(merged.objects[0].functions[0].hits == 2)
  }

  @Test func theSameCoverageTwiceIsRefused() throws {
    let document = Specimen.document([.hit], id: 4)
    let error = #expect(throws: CoverageReportError.self) {
      try CoverageMerge.merge([("a.json", document), ("b.json", document)])
    }
    #expect(error?.message.contains("coverage 4") == true)
    #expect(error?.message.contains("is in a.json too") == true)
    let merged = try CoverageMerge.merge([("a.json", document)])
    #expect(throws: CoverageReportError.self) {
      try CoverageMerge.merge([("c.json", merged), ("a.json", document)])
    }
  }

  @Test func nothingIsNotMerged() {
    #expect(throws: CoverageReportError.self) { try CoverageMerge.merge([]) }
  }

  @Test func whatWasNotWholeIsStillTold() throws {
    var first = Specimen.document([.hit], id: 1)
    first.session.state = .interrupted
    let merged = try CoverageMerge.merge([("a", first), ("b", Specimen.document([.hit], id: 2))])
    let words = CoverageWords(merged, summary: CoverageSummary(merged))
    #expect(words.caveats == ["1 of the 2 merged coverages had been interrupted."])
  }

  /// Four documents with the same objects, of which each may lack some.
  private static func inputs(_ random: inout SeededRandom) -> [CoverageMerge.Input] {
    (1...4).map { number in
      var objects: [CoveredObject] = []
      for name in ["a", "b", "c"] where Bool.random(using: &random) {
        objects.append(Specimen.object(buildID: name, path: RawText("/lib/\(name)"), &random))
      }
      var document = CoverageDocument(session: Specimen.session(&random), objects: objects)
      document.session.id = Int64(number)
      document.marks = [CoverageMark(at: Specimen.time(&random), name: "m")]
      var expectation = CoverageExpectation(
        kind: "file", name: "x", source: Specimen.text(&random),
        state: [.seen, .missing, .expected].randomElement(using: &random) ?? .seen)
      expectation.firstAt = Specimen.maybe(Specimen.time(&random), &random)
      expectation.detail = Specimen.maybe(Specimen.text(&random), &random)
      document.expectations = [expectation]
      return ("\(number).json", document)
    }
  }
}
