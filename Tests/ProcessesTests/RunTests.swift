import Events
import Testing

@testable import Processes

@Suite("Runs")
struct RunTests {
  private let root = ProcessKey(pid: 1, start: 10)
  private let child = ProcessKey(pid: 2, start: 20)
  private let nobody = ProcessKey(pid: 0, start: 0)
  private let driver = ModelDriver()

  @Test("A run ends when its last process does, not when its root does")
  func end() throws {
    driver.fork(root, from: nobody)
    driver.exec(root, "/bin/sh")
    driver.fork(child, from: root)
    driver.exit(root, status: 0x0200)
    #expect(driver.model.takeEndedRuns().isEmpty)
    #expect(driver.model.runs.first?.living == 1)
    driver.execFailed(child, "/x")
    driver.exit(child, status: 9)
    let last = driver.time
    let run = try #require(driver.model.takeEndedRuns().first)
    #expect(run.id == 7)
    #expect(run.root == root)
    #expect(run.living == 0)
    #expect(run.processes == 2)
    #expect(run.executions == 1)
    #expect(run.rootStatus == 0x0200)
    #expect(run.lastEnd == last)
    #expect([run.received.forks, run.received.execs] == [2, 1])
    #expect([run.received.failedExecs, run.received.exits] == [1, 2])
    #expect(driver.model.runs.isEmpty)
    #expect(driver.model.takeEndedRuns().isEmpty)
  }

  @Test("A run without a process yet has not ended")
  func empty() {
    #expect(driver.model.takeEndedRuns().isEmpty)
    #expect(driver.model.takeAllRuns().map(\.id) == [7])
  }

  @Test("A run whose root's end was lost has no status")
  func noStatus() {
    driver.fork(child, from: root)
    driver.exit(child, status: 0x0100)
    let runs = driver.model.takeEndedRuns()
    #expect(runs.map(\.rootStatus) == [nil])
  }

  @Test("Records that come late are counted as strays")
  func strays() {
    driver.fork(child, from: root)
    driver.exit(child)
    _ = driver.model.takeEndedRuns()
    driver.fork(child, from: root)
    #expect(driver.exec(child, "/a") == nil)
    #expect(driver.execFailed(child, "/a") == nil)
    #expect(driver.exit(child) == nil)
    #expect(driver.seed(child, parent: root, name: "a") == nil)
    #expect(driver.model.strayRecords == 5)
    #expect(driver.model.livingCount == 0)
    #expect(!driver.model.isKnown(root: root))
  }

  @Test("A record without a root is a stray, before and after a run has ended")
  func noRoot() async {
    await #expect(processExitsWith: .success) {
      let driver = ModelDriver()
      let root = driver.root
      for _ in 0..<2 {
        driver.root = ProcessKey(pid: 0, start: 0)
        driver.fork(ProcessKey(pid: 2, start: 20), from: root)
        driver.root = root
        driver.fork(root, from: root)
        driver.exit(root)
        _ = driver.model.takeEndedRuns()
      }
      precondition(driver.model.strayRecords == 4)
    }
  }

  @Test("A tree that is ignored leaves no trace")
  func ignored() {
    let other = ProcessKey(pid: 90, start: 900)
    driver.model.ignore(root: other)
    #expect(driver.model.isKnown(root: other))
    driver.root = other
    driver.fork(child, from: other)
    #expect(driver.exec(other, "/a") == nil)
    #expect(driver.exit(other) == nil)
    #expect(driver.model.livingCount == 0)
    #expect(driver.model.strayRecords == 0)
    #expect(driver.takeTouched().isEmpty)
    #expect(driver.takeTouchedTools().isEmpty)
  }

  @Test("Runs that end in any order leave the processes of the others where they belong")
  func anyOrder() {
    for order in permutations(of: [0, 1, 2, 3]) {
      let driver = ModelDriver(runID: 1)
      let roots = (0..<4).map { ProcessKey(pid: UInt32($0) + 1, start: UInt64($0) + 10) }
      for index in 1..<4 { driver.model.begin(runID: Int64(index) + 1, root: roots[index]) }
      for number in 0..<3 as Range<UInt32> {
        for (index, root) in roots.enumerated() {
          driver.root = root
          driver.fork(ProcessKey(pid: 100 * (number + 1) + UInt32(index), start: 5), from: root)
        }
      }
      for index in order {
        driver.root = roots[index]
        for number in 0..<3 as Range<UInt32> {
          let row = driver.exit(ProcessKey(pid: 100 * (number + 1) + UInt32(index), start: 5))
          #expect(row?.runID == Int64(index) + 1)
        }
        let ended = driver.model.takeEndedRuns()
        #expect(ended.map(\.id) == [Int64(index) + 1])
        #expect(ended.map(\.received.exits) == [3])
        for process in driver.model.slots where process.row.id != 0 && process.row.end == nil {
          #expect(driver.model.runs[Int(process.root)].id == process.row.runID)
        }
      }
      #expect(driver.model.runs.isEmpty)
      #expect(driver.model.strayRecords == 0)
    }
  }

  @Test("All runs can be taken while processes live, which may still be given up")
  func takeAll() {
    driver.fork(root, from: nobody)
    driver.fork(child, from: root)
    let runs = driver.model.takeAllRuns()
    #expect(runs.map(\.living) == [2])
    for row in driver.model.living { driver.model.lose(row.id) }
    #expect(driver.model.livingCount == 0)
  }
}

private func permutations(of items: [Int]) -> [[Int]] {
  guard items.count > 1 else { return [items] }
  return items.flatMap { item in
    permutations(of: items.filter { $0 != item }).map { [item] + $0 }
  }
}
