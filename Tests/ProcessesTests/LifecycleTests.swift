import CSondeWire
import Events
import Processes
import Testing

@Suite("From fork to exit")
struct LifecycleTests {
  private let root = ProcessKey(pid: 1, start: 10)
  private let child = ProcessKey(pid: 2, start: 20)
  private let driver = ModelDriver()

  @Test("A fork makes a process with the child's identity and its parent's execution")
  func fork() throws {
    let place = try #require(driver.exec(root, "/bin/sh"))
    driver.fork(child, from: root)
    let row = try #require(driver.row(child))
    #expect(row.id == 2)
    #expect(row.runID == 7)
    #expect(row.parentID == 1)
    #expect(row.executionID == place.id)
    #expect(row.execs == 0)
    #expect(row.pid == 2)
    #expect(row.ppid == 1)
    #expect(row.started == 20)
    #expect(row.uid == 1_000)
    #expect(row.gid == 1_001)
    #expect(row.cgroupID == 55)
    #expect(row.name == "forked")
    #expect(row.end == nil)
    #expect(!row.isSeeded)
  }

  @Test("A grandchild inherits the execution through a child that executes nothing")
  func grandchild() throws {
    let place = try #require(driver.exec(root, "/bin/sh"))
    driver.fork(child, from: root)
    driver.fork(ProcessKey(pid: 3, start: 30), from: child)
    let row = try #require(driver.row(ProcessKey(pid: 3, start: 30)))
    #expect(row.executionID == place.id)
    #expect(row.parentID == 2)
  }

  @Test("A child keeps the execution of the fork when its parent executes another program")
  func inheritedOnce() throws {
    let place = try #require(driver.exec(root, "/bin/sh"))
    driver.fork(child, from: root)
    driver.exec(root, "/bin/make")
    #expect(driver.row(child)?.executionID == place.id)
  }

  @Test("A process of an unknown parent has none")
  func unknownParent() throws {
    driver.fork(child, from: ProcessKey(pid: 99, start: 5))
    let row = try #require(driver.row(child))
    #expect(row.parentID == 0)
    #expect(row.executionID == 0)
    #expect(row.ppid == 99)
  }

  @Test("Executions are counted within the process and numbered across all")
  func sequence() throws {
    driver.fork(child, from: root)
    var places: [ExecutionPlace?] = []
    places.append(driver.execFailed(child, "/a"))
    places.append(driver.exec(child, "/a"))
    places.append(driver.execFailed(child, "/b"))
    places.append(driver.exec(child, "/b"))
    places.append(driver.exec(root, "/c"))
    #expect(places.map { $0?.sequence } == [0, 1, 1, 2, 1])
    #expect(places.map { $0?.id } == [101, 102, 103, 104, 105])
    #expect(places.map { $0?.processID } == [1, 1, 1, 1, 2])
    #expect(places.allSatisfy { $0?.runID == 7 })
    let row = try #require(driver.row(child))
    #expect(row.execs == 2)
    #expect(row.executionID == 104)
    #expect(row.name == "executed")
    #expect([row.uid, row.gid] == [2_000, 2_001])
    #expect(row.cgroupID == 66)
    #expect(row.ppid == 1, "the fork knew it")
    #expect(driver.row(root)?.ppid == 3, "no fork was seen")
  }

  @Test("A failed execution changes nothing of the process")
  func failedExecution() throws {
    driver.fork(child, from: root)
    _ = driver.takeTouched()
    driver.execFailed(child, "/nowhere")
    #expect(driver.row(child)?.execs == 0)
    #expect(driver.row(child)?.executionID == 0)
    #expect(driver.takeTouched().isEmpty)
    #expect(driver.takeTouchedTools().isEmpty)
  }

  @Test("An exit hands out the whole process and forgets it")
  func exit() throws {
    driver.fork(child, from: root)
    driver.exec(child, "/bin/true")
    let row = try #require(
      driver.exit(child, status: 0x0300) {
        $0.totals.runtime = 900
        $0.totals.user_time = 8
        $0.totals.system_time = 4
        $0.max_threads = 5
      })
    #expect(row.id == 1)
    #expect(row.execs == 1)
    #expect(row.parentID == 0)
    let end = try #require(row.end)
    #expect(end.time == driver.time)
    #expect(end.cpu == CPUTime(runtime: 900, userTicks: 8, systemTicks: 4))
    #expect([end.cpu.user, end.cpu.system] == [600, 300])
    #expect(end.record.status == 0x0300)
    #expect(end.record.max_threads == 5)
    #expect(driver.row(child) == nil)
    #expect(driver.model.livingCount == 0)
  }

  @Test("An exit whose fork was lost makes a process that began when its identity says")
  func exitWithoutFork() throws {
    let row = try #require(driver.exit(child, status: 9))
    #expect(row.id == 1)
    #expect(row.runID == 7)
    #expect(row.key == child)
    #expect(row.parentID == 0)
    #expect(row.end?.record.status == 9)
    #expect(driver.model.livingCount == 0)
    #expect(driver.takeTouched().isEmpty, "it has been handed out")
  }

  @Test("A pid that is used again is another process, even when the first end was lost")
  func reuse() throws {
    driver.fork(child, from: root)
    driver.exec(child, "/bin/old")
    let again = ProcessKey(pid: child.pid, start: 21)
    driver.fork(again, from: root)
    #expect(driver.model.livingCount == 2)
    #expect(driver.row(child)?.id == 1)
    #expect(driver.row(again)?.id == 2)
    #expect(driver.row(again)?.execs == 0)
    #expect(driver.exit(again)?.id == 2)
    #expect(driver.exit(child)?.id == 1)
  }

  @Test("A slot that is used again shows nothing of the process before")
  func cleanSlot() throws {
    driver.fork(child, from: root)
    driver.exec(child, "/bin/old")
    driver.outOfMemory(child)
    driver.exit(child, status: 9)
    _ = driver.takeTouched()
    let next = ProcessKey(pid: 3, start: 30)
    driver.fork(next, from: root)
    let row = try #require(driver.row(next))
    #expect(row.execs == 0)
    #expect(row.executionID == 0)
    #expect(!row.isOOMKilled)
    #expect(row.end == nil)
  }

  @Test("A victim of the out-of-memory killer is marked, by its key or by its thread")
  func outOfMemory() throws {
    let other = ProcessKey(pid: 3, start: 30)
    driver.fork(child, from: root)
    driver.fork(other, from: root)
    _ = driver.takeTouched()
    driver.outOfMemory(child)
    driver.outOfMemory(nil, thread: 3)
    driver.outOfMemory(ProcessKey(pid: 2, start: 19))
    driver.outOfMemory(nil, thread: 44)
    #expect(driver.takeTouched().map(\.pid) == [2, 3])
    #expect(driver.model.livingCount == 2)
    let rows = [child, other].map { driver.exit($0, status: 9) }
    #expect(rows.allSatisfy { $0?.isOOMKilled == true })
  }

  @Test("A seed makes a process with the image that it runs")
  func seed() throws {
    driver.seed(root, parent: ProcessKey(pid: 0, start: 0), name: "bash")
    let place = try #require(driver.seed(child, parent: root, name: "make"))
    #expect([place.id, place.processID, place.runID, Int64(place.sequence)] == [102, 2, 7, 0])
    let row = try #require(driver.row(child))
    #expect(row.isSeeded)
    #expect(row.parentID == 1)
    #expect(row.executionID == 102)
    #expect(row.execs == 0)
    #expect(row.name == "make")
    #expect([row.ppid, row.uid, row.gid] == [1, 3_000, 3_001])
    #expect(row.cgroupID == 77)
    #expect(driver.seed(ProcessKey(pid: 3, start: 3), parent: root, name: "x", image: false) == nil)
    #expect(driver.exec(child, "/bin/cc")?.sequence == 1)
  }

  @Test("A process that is given up is forgotten without an end")
  func lose() throws {
    driver.fork(root, from: ProcessKey(pid: 0, start: 0))
    driver.fork(child, from: root)
    driver.model.lose(2)
    driver.model.lose(2)
    driver.model.lose(3)
    #expect(driver.model.livingCount == 1)
    #expect(driver.row(child) == nil)
    #expect(driver.takeTouched().map(\.id) == [1])
    driver.model.lose(1)
    #expect(driver.model.takeEndedRuns().map(\.processes) == [2])
  }
}
