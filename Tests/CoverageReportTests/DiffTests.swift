import Foundation
import Store
import Testing

@testable import CoverageReport

@Suite struct CoverageDiffTests {
  @Test(
    arguments: [
      (.hit, .hit, [0, 0, 0]), (.attached, .hit, [1, 0, 0]), (.deferred, .hit, [1, 0, 0]),
      (.ineligible, .hit, [1, 0, 0]), (.hit, .attached, [0, 1, 0]), (.hit, .failed, [0, 1, 0]),
      (.hit, .ineligible, [0, 0, 1]), (.attached, .deferred, [0, 0, 0]),
    ] as [(FunctionState, FunctionState, [Int64])])
  func aFunctionOfBothIsToldByWhatBecameOfIt(
    before: FunctionState, after: FunctionState, counts: [Int64]
  ) {
    let diff = CoverageDiff(
      from: Specimen.document([before]), to: Specimen.document([after], id: 2))
    let found = [Int64(diff.newlyCovered.count), Int64(diff.newlyUncovered.count), diff.leftScope]
    #expect(found == counts)
    #expect(diff.gone.isEmpty && diff.new.isEmpty)
  }

  @Test func functionsOfTheSameBuildAreMatchedByTheirOffsets() {
    let before = Specimen.document([.hit, .attached])
    var after = Specimen.document([.attached, .hit], id: 2)
    after.objects[0].path = "/elsewhere"
    after.objects[0].functions[0].linkageName = "renamed"
    let diff = CoverageDiff(from: before, to: after)
    #expect(diff.objects == [.init(path: "/elsewhere", before: "aa", after: "aa")])
    #expect(diff.newlyUncovered.map(\.linkageName) == ["renamed"])
    #expect(diff.newlyCovered.map(\.name) == ["f1"])
  }

  @Test func functionsOfAnotherBuildAreMatchedByTheirNames() {
    let before = Specimen.document([.hit, .attached, .attached])
    var after = Specimen.document([.hit, .attached, .hit], id: 2, buildID: "bb")
    for index in 0...2 { after.objects[0].functions[index].offset += 8 }
    after.objects[0].functions[2].linkageName = "f1"
    after.objects[0].functions[1].linkageName = "f9"
    let diff = CoverageDiff(from: before, to: after)
    #expect(diff.objects.map(\.isSameBuild) == [false])
    #expect(diff.newlyCovered.map(\.linkageName) == ["f1"])
    #expect(diff.gone.map(\.linkageName) == ["f2"])
    #expect(diff.new.map(\.linkageName) == ["f9"])
  }

  @Test func objectsOfOneOnlyAreGoneOrNewAsAWhole() {
    let before = Specimen.document([.hit, .ineligible], buildID: "aa", path: "/a")
    let after = Specimen.document([.attached], id: 2, buildID: "bb", path: "/b")
    let diff = CoverageDiff(from: before, to: after)
    #expect(diff.gone.map(\.object) == ["/a"] && diff.new.map(\.object) == ["/b"])
    #expect(diff.objects.isEmpty)
    #expect(diff.delta == -100)
  }

  @Test func withoutAPercentageThereIsNoChange() {
    let diff = CoverageDiff(from: Specimen.document([]), to: Specimen.document([.hit], id: 2))
    #expect(diff.delta == nil)
  }

  @Test func itsJSONHasTheListsByName() throws {
    let diff = CoverageDiff(
      from: Specimen.document([.attached]), to: Specimen.document([.hit], id: 2))
    let json = try JSONSerialization.jsonObject(with: Data(try diff.json())) as? [String: Any]
    #expect(
      json?.keys.sorted() == [
        "after", "before", "gone", "left_scope", "new", "newly_covered", "newly_uncovered",
        "objects", "schema", "version",
      ])
    #expect((json?["newly_covered"] as? [[String: Any]])?.first?["name"] as? String == "f0")
  }
}

@Suite struct CoverageGateTests {
  @Test(
    arguments: [
      (CoverageGate(), [.attached], nil), (CoverageGate(minimum: 50), [.hit, .attached], nil),
      (CoverageGate(minimum: 50.1), [.hit, .attached], "50.0 % is less than 50.1 %: 1 of 2"),
      (CoverageGate(minimum: 0), [], "no functions in scope"),
      (CoverageGate(minimum: 100), [.hit, .deferred], "50.0 % is less than 100 %"),
      (CoverageGate(failsOnLoss: true), [.attached], nil),
    ] as [(CoverageGate, [FunctionState], String?)])
  func aLeastPercentageIsAskedFor(gate: CoverageGate, states: [FunctionState], reason: String?) {
    let reasons = gate.reasons(against: Specimen.document(states))
    #expect(reasons.count == (reason == nil ? 0 : 1))
    if let reason { #expect(reasons.first?.contains(reason) == true, "\(reasons)") }
  }

  @Test(
    arguments: [
      (0, [.hit, .attached], [.hit, .attached], nil),
      (0.1, [.hit, .attached], [.hit, .attached], "a change of 0 points, less than 0.1"),
      (-50, [.hit, .hit], [.hit, .attached], nil),
      (-49.9, [.hit, .hit], [.hit, .attached], "a change of -50 points, less than -49.9"),
      (0, [], [.hit], "the baseline has no functions in scope"),
    ] as [(Double, [FunctionState], [FunctionState], String?)])
  func aLeastChangeIsAskedFor(
    delta: Double, before: [FunctionState], after: [FunctionState], reason: String?
  ) {
    let reasons = CoverageGate(minimumDelta: delta)
      .reasons(against: Specimen.document(after), baseline: Specimen.document(before))
    #expect(reasons.count == (reason == nil ? 0 : 1))
    if let reason { #expect(reasons.first?.contains(reason) == true, "\(reasons)") }
  }

  @Test func aChangeNeedsABaseline() {
    let gate = CoverageGate(minimumDelta: 0)
    #expect(
      gate.reasons(against: Specimen.document([.hit]))
        == ["there is no baseline to measure a change against"])
  }

  @Test func whatMayHaveGoneUnseenIsAReasonIfAskedFor() throws {
    var document = try Specimen.document()
    document.session.signalsLost = 1
    document.session.losses = [
      LossCount(kind: "exec", count: 2), LossCount(kind: "fork", count: 0),
    ]
    document.session.state = .interrupted
    #expect(CoverageGate().reasons(against: document).isEmpty)
    #expect(
      CoverageGate(failsOnLoss: true).reasons(against: document) == [
        "1 signal was lost", "2 records (exec) were lost",
        "/l\\xff.so had no probes for the first 1.50 ms",
        "/l\\xff.so: the file changed while it ran", "the coverage was interrupted",
      ])
  }
}
