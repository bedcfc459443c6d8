import CoverageReport
import Store

/// Documents of coverage that no database was needed for.
enum CoverageSpecimens {
  private static let start = UTCTime(nanoseconds: 1_700_000_000_000_000_000)

  /// All that was in scope ran.
  static var complete: CoverageDocument {
    var object = CoveredObject(buildID: "aa", path: "/usr/bin/true", kind: "executable")
    object.functions = [function("main", .hit, size: 40), function("usage", .hit, size: 20)]
    return CoverageDocument(session: session(.ended), objects: [object])
  }

  /// With every reservation there is.
  static var troubled: CoverageDocument {
    var program = CoveredObject(buildID: "aa", path: "/opt/app/bin/app", kind: "executable")
    program.aliases = 2
    program.functions = [
      function("main", .hit, size: 120), function("parse", .attached, size: 300, line: 7),
      function("usage", .attached, size: 80, line: 40, copies: 2),
      function("later", .deferred, size: 90, reason: "budget"),
      function("tiny", .ineligible, size: 1, reason: "a stub"),
      function("other", .ineligible, size: 2, reason: "out of scope"),
    ]
    program.inlinedAway = [
      InlinedFunction(name: "gone", linkageName: "gone", file: nil, line: nil, copies: 4)
    ]
    var library = CoveredObject(
      buildID: "bb", path: RawText(Array("/lib/l".utf8) + [0xff]), kind: "shared_object")
    library.lateMilliseconds = 12.4
    library.error = "the file changed while it ran"
    library.functions = [
      function("odd\u{1b}[31m\u{202e}", .failed, size: 9, reason: "EINVAL"),
      function("nobody", .expected, size: 5),
    ]
    var document = CoverageDocument(session: session(.interrupted), objects: [program, library])
    document.session.signalsLost = 1
    document.session.losses = [LossCount(kind: "exec", count: 2)]
    var missing = CoverageExpectation(
      kind: "file", name: "out.bam", source: "main.nf", state: .missing)
    missing.detail = "nobody wrote it"
    document.expectations = [
      CoverageExpectation(kind: "executable", name: "bwa", source: "main.nf", state: .seen),
      missing,
    ]
    return document
  }

  private static func session(_ state: CoverageState) -> CoverageSession {
    var session = CoverageSession(id: 3, startedAt: start, state: state)
    (session.runID, session.host) = (7, "north")
    session.scope = .object(["exclude": .array([.text("test_*")])])
    session.command = ["app", "--input", "a b"]
    session.endedAt = UTCTime(nanoseconds: start.nanoseconds + 5_200_000_000)
    session.overhead = CoverageOverhead(
      probeHits: 1200, foreignHits: 17, hitCost: 350, agentCPU: 90_000_000,
      attachTime: 42_000_000)
    return session
  }

  private static func function(
    _ name: RawText, _ state: FunctionState, size: Int64, reason: RawText? = nil,
    line: Int64? = nil, copies: Int64 = 0
  ) -> CoveredFunction {
    var function = CoveredFunction(
      offset: 4096 + 2 * size, size: size, name: name, linkageName: name)
    (function.state, function.reason, function.inlinedCopies) = (state, reason, copies)
    (function.file, function.line) = (line.map { _ in "/src/app/parse.c" }, line)
    function.hits = state == .hit ? 1 : 0
    return function
  }
}
