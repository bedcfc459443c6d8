import Events
import Processes
import Testing

@Suite("Parents that live, and children that do")
struct ParentTests {
  private let root = ProcessKey(pid: 1, start: 10)
  private let child = ProcessKey(pid: 2, start: 20)
  private let grandchild = ProcessKey(pid: 3, start: 30)
  private let driver = ModelDriver()

  @Test("A process knows how many of its children have not ended, and whether its parent has not")
  func counts() throws {
    driver.exec(root, "/bin/sh")
    driver.fork(child, from: root)
    driver.fork(grandchild, from: child)
    #expect(driver.row(root)?.livingChildren == 1)
    let ended = try #require(driver.exit(child))
    #expect(ended.livingChildren == 1 && ended.isParentLiving)
    #expect(driver.row(root)?.livingChildren == 0)
    let orphan = try #require(driver.exit(grandchild))
    #expect(orphan.livingChildren == 0 && !orphan.isParentLiving)
    let last = try #require(driver.exit(root))
    #expect(last.livingChildren == 0 && !last.isParentLiving)
  }

  @Test("Who has the place of an ended parent is not taken for it")
  func reusedPlaces() throws {
    driver.exec(root, "/bin/sh")
    driver.fork(child, from: root)
    driver.fork(grandchild, from: child)
    driver.exit(child)
    _ = driver.takeTouched()
    driver.fork(ProcessKey(pid: 4, start: 40), from: root)
    let orphan = try #require(driver.exit(grandchild))
    #expect(!orphan.isParentLiving)
    #expect(driver.row(ProcessKey(pid: 4, start: 40))?.livingChildren == 0)
  }

  @Test("A child is part of the step that it is forked in, and stays there")
  func steps() throws {
    driver.exec(root, "/bin/sh")
    driver.fork(child, from: root)
    driver.model.enter(step: 7, role: 2, process: root)
    driver.fork(grandchild, from: root)
    driver.model.enter(step: 0, role: 0, process: root)
    #expect(driver.row(child)?.stepID == 0)
    let place = try #require(driver.exec(grandchild, "/bin/cat"))
    #expect(place.stepID == 7 && place.stepRole == 2 && place.sequence == 1)
    let ended = try #require(driver.exit(grandchild))
    #expect(ended.stepID == 7)
    #expect(driver.model.step(ofProcess: grandchild) == nil)
  }

  @Test("A child that two records tell of is counted once")
  func twice() {
    driver.exec(root, "/bin/sh")
    driver.fork(child, from: root)
    driver.fork(child, from: root)
    #expect(driver.row(root)?.livingChildren == 1)
  }
}
