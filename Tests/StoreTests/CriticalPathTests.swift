import SeededRandom
import Testing

@testable import Store

@Suite("The critical path")
struct CriticalPathTests {
  /// A process: its id, its parent's, start and end.
  typealias Life = (id: Int64, parent: Int64, start: Int64, end: Int64)

  /// Cases, and the path as `id:from-to`, 0 for no process.
  private static let cases: [(name: String, lives: [Life], path: String)] = [
    ("a process alone", [(1, 0, 0, 100)], "1:0-100"),
    (
      "children one after the other",
      [(1, 0, 0, 100), (2, 1, 10, 40), (3, 1, 50, 90)],
      "1:0-10 2:10-40 1:40-50 3:50-90 1:90-100"
    ),
    (
      "children side by side: only the last to end counts",
      [(1, 0, 0, 100), (2, 1, 10, 60), (3, 1, 12, 90), (4, 1, 11, 30)],
      "1:0-12 3:12-90 1:90-100"
    ),
    (
      "two slots: the last one began when another had ended",
      [(1, 0, 0, 100), (2, 1, 5, 40), (3, 1, 5, 70), (4, 1, 41, 99)],
      "1:0-5 2:5-40 1:40-41 4:41-99 1:99-100"
    ),
    (
      "grandchildren",
      [(1, 0, 0, 100), (2, 1, 10, 90), (3, 2, 20, 50), (4, 2, 60, 80)],
      "1:0-10 2:10-20 3:20-50 2:50-60 4:60-80 2:80-90 1:90-100"
    ),
    (
      "a child that outlives its parent is the grandparent's for its end",
      [(1, 0, 0, 100), (2, 1, 10, 30), (3, 2, 20, 80)],
      "1:0-10 2:10-20 3:20-80 1:80-100"
    ),
    (
      "a child that outlives the root ends the run",
      [(1, 0, 0, 50), (2, 1, 10, 100)], "1:0-10 2:10-100"
    ),
    (
      "an end that was not seen ends nothing; its children are its parent's",
      [(1, 0, 0, 100), (2, 1, 10, 0), (3, 2, 20, 80)], "1:0-10 2:10-20 3:20-80 1:80-100"
    ),
    (
      "the root's own end was not seen",
      [(1, 0, 0, 0), (2, 1, 10, 60)], "1:0-10 2:10-60 0:60-100"
    ),
    (
      "a parent that is not stored: the root is the nearest ancestor that is known",
      [(1, 0, 0, 100), (3, 2, 30, 90)], "1:0-30 3:30-90 1:90-100"
    ),
    ("no root is stored", [(3, 2, 30, 90)], "0:0-30 3:30-90 0:90-100"),
    (
      "what took no time explains none",
      [(1, 0, 0, 100), (2, 1, 50, 50), (3, 1, 10, 20)], "1:0-10 3:10-20 1:20-100"
    ),
    (
      "of equal ends, the child before its parent and the first forked before its siblings",
      [(1, 0, 0, 100), (2, 1, 10, 100), (3, 2, 20, 100), (4, 1, 15, 100)],
      "1:0-10 2:10-20 3:20-100"
    ),
    ("lives are cut to the run", [(1, 0, -50, 100), (2, 1, 90, 170)], "1:0-90 2:90-100"),
    (
      "a circle in a damaged database",
      [(2, 3, 10, 50), (3, 2, 10, 60)], "0:0-10 2:10-50 3:50-60 0:60-100"
    ),
    (
      "a parent that is not stored, and a root that had ended before",
      [(1, 0, 0, 40), (3, 2, 60, 100)], "1:0-40 0:40-60 3:60-100"
    ),
    ("its own parent", [(1, 0, 0, 100), (2, 2, 10, 50)], "1:0-10 2:10-50 1:50-100"),
    ("nothing is stored", [], "0:0-100"),
  ]

  @Test("goes back from the end through the child that ended last", arguments: cases.indices)
  func path(number: Int) {
    let (name, lives, path) = Self.cases[number]
    #expect(Self.path(lives) == path, "\(name)")
  }

  @Test("of a run that tracing left, takes it that what had not ended lived on")
  func open() {
    let lives: [Life] = [(1, 0, 0, 0), (2, 1, 10, 40), (3, 1, 50, 0)]
    #expect(Self.path(lives, isOpen: true) == "1:0-10 2:10-40 1:40-50 3:50-100")
  }

  @Test("divides the run without gap or overlap, whatever the processes", arguments: 0..<300)
  func partition(seed: Int) {
    var random = SeededRandom(seed: UInt64(seed))
    let lives = Self.randomLives(&random)
    let steps = Self.steps(lives, isOpen: seed % 2 == 0)
    var now: Int64 = 100
    for step in steps {
      #expect(step.ended == now)
      #expect(step.started < step.ended)
      if step.process >= 0 {
        #expect(step.started >= max(lives[Int(step.process)].start, 0))
        let end = lives[Int(step.process)].end
        #expect(end == 0 || step.ended <= max(end, 0))
      }
      now = step.started
    }
    #expect(now == 0)
    #expect(steps.reduce(0) { $0 + $1.ended - $1.started } == 100)
  }

  @Test("is what a slow search by the definition finds", arguments: 0..<300)
  func agreesWithTheDefinition(seed: Int) {
    var random = SeededRandom(seed: UInt64(1000 + seed))
    let lives = Self.randomLives(&random)
    #expect(Self.path(lives) == SlowPath(lives, end: 100).text)
  }

  // MARK: Helpers

  private static func steps(
    _ lives: [Life], isOpen: Bool = false
  ) -> [CriticalPathWalk.Step] {
    var stored = ProcessLives()
    for life in lives {
      stored.append(
        id: life.id, parent: life.parent, started: base + life.start,
        ended: life.end == 0 ? 0 : base + life.end)
    }
    let span = RunSpan(started: base, ended: base + 100, isOpen: isOpen, stored)
    return CriticalPathWalk.steps(stored, span)
  }

  private static let base: Int64 = 1_000_000

  private static func path(_ lives: [Life], isOpen: Bool = false) -> String {
    steps(lives, isOpen: isOpen).reversed().map { step in
      "\(step.process < 0 ? 0 : lives[Int(step.process)].id):\(step.started)-\(step.ended)"
    }.joined(separator: " ")
  }

  /// A family in which children are forked while their parents live, some of them without an end
  /// or with a parent that is not stored.
  private static func randomLives(_ random: inout SeededRandom) -> [Life] {
    var lives: [Life] = [(1, 0, 0, Int64.random(in: 1...100, using: &random))]
    for id in 2...Int64.random(in: 2...25, using: &random) {
      let parent = lives.randomElement(using: &random) ?? lives[0]
      let last = parent.end == 0 ? 100 : parent.end
      let start = Int64.random(in: parent.start...max(last, parent.start), using: &random)
      var end = Int64.random(in: start...100, using: &random)
      if end == 0 { end = 1 }
      if Int.random(in: 0..<10, using: &random) == 0 { end = 0 }
      let isKnown = Int.random(in: 0..<12, using: &random) != 0
      lives.append((id, isKnown ? parent.id : 1_000, start, end))
    }
    return lives
  }
}

/// The path by its definition, searching all processes at each turn.
private struct SlowPath {
  let lives: [CriticalPathTests.Life]
  let end: Int64

  init(_ lives: [CriticalPathTests.Life], end: Int64) {
    (self.lives, self.end) = (lives, end)
  }

  private func parent(_ index: Int) -> Int? {
    if index == 0 { return nil }
    return lives.firstIndex { $0.id == lives[index].parent } ?? 0
  }

  /// The nearest ancestor that had not ended when this one did.
  private func keeper(_ index: Int) -> Int? {
    var ancestor = parent(index)
    while let found = ancestor {
      if lives[found].end != 0, lives[found].end >= lives[index].end { return found }
      ancestor = parent(found)
    }
    return nil
  }

  var text: String {
    var parts: [String] = []
    var process: Int?
    var now = end
    var passed: Set<Int> = []
    while now > 0 {
      if let current = process, lives[current].end != 0, lives[current].end < now {
        parts.append("0:\(lives[current].end)-\(now)")
        now = lives[current].end
      }
      let start = process.map { lives[$0].start } ?? 0
      let children = lives.indices.filter { child in
        lives[child].end != 0 && lives[child].end <= now && lives[child].end > start
          && lives[child].start < lives[child].end && keeper(child) == process
          && !passed.contains(child)
      }
      let last = children.max {
        (lives[$0].end, -lives[$0].id) < (lives[$1].end, -lives[$1].id)
      }
      let then = min(last.map { lives[$0].end } ?? start, now)
      if then < now { parts.append("\(process.map { lives[$0].id } ?? 0):\(then)-\(now)") }
      now = then
      if let last {
        passed.insert(last)
        process = last
      } else if let current = process {
        process = parent(current)
      } else {
        break
      }
    }
    return parts.reversed().joined(separator: " ")
  }
}
