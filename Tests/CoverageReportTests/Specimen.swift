import SeededRandom
import Store

@testable import CoverageReport

/// Documents for tests.
enum Specimen {
  /// That of the specimen in a database.
  static func document(directory: String = "/src/app") throws -> CoverageDocument {
    let database = try CoverageDatabase()
    try database.specimen(directory: directory)
    guard let stored = try database.reader().coverage(id: 3) else {
      throw CoverageReportError("the specimen is not there")
    }
    return CoverageDocument(stored)
  }

  /// A document of one object with functions `f0`, `f1` and so on in these states.
  static func document(
    _ states: [FunctionState], id: Int64 = 1, buildID: String = "aa", path: RawText = "/bin/a"
  ) -> CoverageDocument {
    var object = CoveredObject(buildID: buildID, path: path, kind: "executable")
    object.functions = states.enumerated().map { index, state in
      let name = RawText("f\(index)")
      var function = CoveredFunction(
        offset: Int64(index) * 16, size: 16, name: name, linkageName: name)
      function.state = state
      function.hits = state == .hit ? 1 : 0
      return function
    }
    return CoverageDocument(
      session: CoverageSession(id: id, startedAt: UTCTime(nanoseconds: id), state: .ended),
      objects: [object])
  }

  // MARK: Made-up documents

  /// Anything that a document may hold.
  static func random(_ random: inout SeededRandom) -> CoverageDocument {
    let objects = (0..<Int.random(in: 0...3, using: &random)).map { number in
      object(buildID: "\(number)ab", path: RawText("/lib/\(number)"), &random)
    }
    var document = CoverageDocument(session: session(&random), objects: objects)
    document.marks = (0..<Int.random(in: 0...3, using: &random)).map { _ in
      CoverageMark(at: time(&random), name: text(&random))
    }
    document.decisions = (0..<Int.random(in: 0...3, using: &random)).map { turn in
      var decision = CoverageDecision(
        turn: Int64(turn), at: time(&random), action: "attach", why: text(&random))
      decision.probe = maybe(text(&random), &random)
      decision.score = maybe(Double.random(in: -5...5, using: &random), &random)
      return decision
    }
    document.curve = (0..<Int.random(in: 0...3, using: &random)).map { number in
      CoveragePoint(
        milliseconds: Double(number) + Double.random(in: 0..<1, using: &random), hit: 1,
        attached: 2, deferred: 3, probeHits: .max)
    }
    return document
  }

  static func session(_ random: inout SeededRandom) -> CoverageSession {
    var session = CoverageSession(
      id: maybe(Int64.random(in: 1...9, using: &random), &random), startedAt: time(&random),
      state: CoverageState.allCases.randomElement(using: &random) ?? .ended)
    session.host = maybe(text(&random), &random)
    session.command = (0..<Int.random(in: 0...3, using: &random)).map { _ in text(&random) }
    session.endedAt = maybe(time(&random), &random)
    session.scope = .array([.null, .bool(true), .real(1.5), .text(text(&random)), .object([:])])
    session.budget = maybe(0.1, &random)
    session.overhead = CoverageOverhead(probeHits: 5, hitCost: maybe(7, &random))
    session.losses = [LossCount(kind: "exec", count: 2)]
    return session
  }

  static func object(
    buildID: String, path: RawText, _ random: inout SeededRandom
  ) -> CoveredObject {
    var object = CoveredObject(buildID: buildID, path: path, kind: "shared_object")
    object.lateMilliseconds = maybe(Double.random(in: 0..<9, using: &random), &random)
    object.error = maybe(text(&random), &random)
    object.functions = (0..<Int.random(in: 0...6, using: &random)).map { number in
      function(at: Int64(number) * 16, &random)
    }
    return object
  }

  /// What the code is depends on the offset only; what was seen does not.
  static func function(at offset: Int64, _ random: inout SeededRandom) -> CoveredFunction {
    var function = CoveredFunction(
      offset: offset, size: offset * 3, name: text(&random), linkageName: text(&random))
    function.file = maybe(text(&random), &random)
    function.line = maybe(Int64.random(in: 1...99, using: &random), &random)
    function.state = FunctionState.allCases.randomElement(using: &random) ?? .hit
    function.reason = maybe("out of scope", &random) ?? maybe(text(&random), &random)
    function.attachedAt = maybe(time(&random), &random)
    if function.state == .hit {
      function.hitAt = maybe(time(&random), &random)
      function.pid = maybe(Int64.random(in: 1...9, using: &random), &random)
      function.hits = Int64.random(in: 0...5, using: &random)
      function.test = maybe(text(&random), &random)
    }
    return function
  }

  /// A few bytes, some of them no UTF-8.
  static func text(_ random: inout SeededRandom) -> RawText {
    let pieces: [[UInt8]] = [
      [0x61], [0x5c], [0x78], [0x66, 0x66], [0x35, 0x63], [0xff], [0xc3], [0xc3, 0xa9], [0x0a],
      [0x22], [0x3c], [0xe2, 0x80, 0xae], [0x00], [0x7f], [0xed, 0xa0, 0x80],
    ]
    return RawText(
      (0..<Int.random(in: 0...8, using: &random)).flatMap { _ in
        pieces.randomElement(using: &random) ?? []
      })
  }

  static func time(_ random: inout SeededRandom) -> UTCTime {
    UTCTime(nanoseconds: Int64.random(in: 0...50, using: &random))
  }

  static func maybe<Value>(_ value: Value, _ random: inout SeededRandom) -> Value? {
    Bool.random(using: &random) ? value : nil
  }
}
