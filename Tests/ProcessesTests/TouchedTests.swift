import Events
import Testing

@testable import Processes

@Suite("Rows that changed since the last batch")
struct TouchedTests {
  private let root = ProcessKey(pid: 1, start: 10)
  private let driver = ModelDriver()

  @Test("A living process is handed out once a batch, as it is then")
  func once() {
    driver.fork(root, from: ProcessKey(pid: 0, start: 0))
    driver.exec(root, "/a")
    driver.exec(root, "/b")
    driver.outOfMemory(root)
    let rows = driver.takeTouched()
    #expect(rows.map(\.id) == [1])
    #expect(rows.first?.execs == 2)
    #expect(rows.first?.isOOMKilled == true)
    #expect(driver.takeTouched().isEmpty)
    driver.exec(root, "/c")
    #expect(driver.takeTouched().map(\.execs) == [3])
  }

  @Test("A process that ended is not handed out again")
  func ended() {
    driver.fork(root, from: ProcessKey(pid: 0, start: 0))
    driver.fork(ProcessKey(pid: 2, start: 20), from: root)
    driver.exit(ProcessKey(pid: 2, start: 20))
    #expect(driver.takeTouched().map(\.id) == [1])
  }

  @Test("A slot freed while it is listed is used again only after the list was taken")
  func slot() {
    let keys = (2...5).map { ProcessKey(pid: $0, start: UInt64($0) * 10) }
    driver.fork(keys[0], from: root)
    driver.exit(keys[0])
    driver.fork(keys[1], from: root)
    #expect(driver.model.slots.count == 2)
    #expect(driver.takeTouched().map(\.pid) == [3])
    driver.fork(keys[2], from: root)
    #expect(driver.model.slots.count == 2)
    driver.exit(keys[1])  // not listed any more: free at once
    driver.fork(keys[3], from: root)
    #expect(driver.model.slots.count == 2)
    #expect(driver.takeTouched().map(\.pid).sorted() == [4, 5])
  }

  @Test("A storm of short processes takes as many slots as live in one batch")
  func bounded() {
    driver.fork(root, from: ProcessKey(pid: 0, start: 0))
    for batch in 0..<50 as Range<UInt32> {
      for index in 0..<100 as Range<UInt32> {
        let key = ProcessKey(pid: 2 + index, start: UInt64(batch + 2))
        driver.fork(key, from: root)
        driver.exit(key)
      }
      _ = driver.takeTouched()
    }
    #expect(driver.model.slots.count == 101)
    #expect(driver.model.livingCount == 1)
  }
}
