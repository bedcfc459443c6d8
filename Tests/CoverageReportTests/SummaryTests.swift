import Store
import Testing

@testable import CoverageReport

@Suite struct CoverageSummaryTests {
  @Test func theSpecimenAddsUp() throws {
    let summary = CoverageSummary(try Specimen.document())
    #expect(summary.found == 13 && summary.functions == 9 && summary.aliases == 4)
    #expect(summary.ineligible == ["its first instruction cannot be replaced": 1])
    #expect(summary.outOfScope == 1 && summary.inlinedAway == 1)
    #expect(summary.inScope == 7 && summary.hit == 3 && summary.notSeen == 1)
    #expect(summary.deferred == 1 && summary.failed == 1 && summary.neverTried == 1)
    #expect(summary.notWatched == 3)
    #expect(
      summary.functions == summary.inScope + summary.outOfScope
        + summary.ineligible.values.reduce(0, +))
  }

  @Test(
    arguments: [
      ([], nil), ([.ineligible], nil), ([.hit], 100), ([.attached], 0), ([.deferred], 0),
      ([.failed, .hit], 50), ([.expected, .hit], 50), ([.hit, .retired, .ineligible], 50),
    ] as [([FunctionState], Double?)])
  func thePercentageIsOfWhatIsInScope(states: [FunctionState], percent: Double?) {
    #expect(CoverageSummary(Specimen.document(states)).percent == percent)
  }

  @Test func whatWasGivenUpIsNotSaidToHaveBeenWatched() {
    let document = Specimen.document([.hit, .retired])
    let summary = CoverageSummary(document)
    #expect(summary.retired == 1 && summary.notSeen == 0 && summary.notWatched == 0)
    #expect(
      CoverageWords(document, summary: summary).caveats == [
        "1 function was watched for a while only: what ran after the probe was taken away was not "
          + "seen."
      ])
  }

  @Test(arguments: [("plt", "(plt)"), ("ifunc", "(ifunc)"), ("EINVAL", "EINVAL")])
  func reasonsAreToldInWords(reason: String, end: String) {
    #expect(CoverageWords.words(ofReason: RawText(reason)).hasSuffix(end))
  }

  @Test func aHitThatNobodyCanBeNamedForIsAHit() {
    var document = Specimen.document([.retired, .ineligible, .attached])
    document.objects[0].functions[0].hits = 4
    document.objects[0].functions[1].hitAt = UTCTime(nanoseconds: 5)
    let summary = CoverageSummary(document)
    #expect(summary.hit == 2 && summary.inScope == 3)
  }

  @Test(
    arguments: [
      (nil, "–"), (0, "0.0 %"), (100, "100.0 %"), (99.999, "99.9 %"), (0.001, "<0.1 %"),
      (62.5, "62.5 %"), (0.3 * 100, "30.0 %"), (100.0 / 3, "33.3 %"),
    ] as [(Double?, String)])
  func aPercentageIsCutRatherThanRounded(percent: Double?, text: String) {
    #expect(CoverageWords.percent(percent) == text)
  }
}

@Suite struct CoverageWordsTests {
  @Test(
    arguments: [
      ([], "No functions in scope: none were found."),
      ([.ineligible], "No functions in scope: of 1 that were found, none could be watched."),
      ([.hit, .attached], "50.0 % of the functions in scope were seen to run: 1 of 2."),
      (
        [.hit, .deferred],
        "50.0 % of the functions in scope were seen to run: 1 of 2; 1 was not watched."
      ),
    ] as [([FunctionState], String)])
  func theVerdictIsOneSentence(states: [FunctionState], text: String) {
    #expect(words(Specimen.document(states)).verdict == text)
  }

  @Test(
    arguments: [
      (.running, "still running"), (.interrupted, "interrupted"), (.failed, "failed"),
      (.timeout, "its time was over"), (.budget, "its budget was spent"), (.ended, nil),
      (.covered, nil),
    ] as [(CoverageState, String?)])
  func aCoverageThatDidNotEndWithItsProgramSaysSo(state: CoverageState, text: String?) {
    var document = Specimen.document([.hit])
    document.session.state = state
    let caveats = words(document).caveats
    #expect(caveats.count == (text == nil ? 0 : 1))
    if let text { #expect(caveats.first?.contains(text) == true) }
  }

  @Test func lossesLateObjectsAndErrorsAreToldBesideTheNumber() throws {
    var document = try Specimen.document()
    document.session.signalsLost = 2
    document.session.losses = [LossCount(kind: "exec", count: 1)]
    #expect(
      words(document).caveats == [
        "Not watched, so that nobody knows whether they ran, yet counted as in scope: "
          + "1 put off for want of budget, 1 where the probe failed, 1 where no probe was tried.",
        "2 signals were lost: functions that are said not to have run may have.",
        "1 record (exec) was lost: programs or their parts may have gone unwatched.",
        "/l\\xff.so was mapped 1.50 ms before its probes were there: what ran meanwhile was not "
          + "seen.", "/l\\xff.so: the file changed while it ran.",
      ])
  }

  @Test func onlyWhatWasNotSeenIsSaidToHaveInlinedCopies() {
    var function = Specimen.document([.attached]).objects[0].functions[0]
    #expect(CoverageWords.note(function) == nil)
    function.inlinedCopies = 1
    #expect(
      CoverageWords.note(function)
        == "also inlined 1 time: calls of the copies cannot be seen")
    function.hits = 1
    #expect(CoverageWords.note(function) == nil)
  }

  @Test func theDenominatorIsToldInParts() throws {
    let parts = words(try Specimen.document()).denominator
    #expect(parts.map(\.count) == [13, 4, 1, 1, 7, 3, 1, 1, 1, 1, 1])
  }

  private func words(_ document: CoverageDocument) -> CoverageWords {
    CoverageWords(document, summary: CoverageSummary(document))
  }
}
