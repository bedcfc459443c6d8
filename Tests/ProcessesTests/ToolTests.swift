import CSondeWire
import Events
import Testing

@testable import Processes

@Suite("Sums by tool")
struct ToolTests {
  private let root = ProcessKey(pid: 1, start: 10)
  private let child = ProcessKey(pid: 2, start: 20)
  private let driver = ModelDriver()

  @Test("A child belongs to its parent's tool until it executes another")
  func joinAndLeave() {
    driver.exec(root, "/bin/sh")
    driver.fork(child, from: root)
    #expect(counts() == ["sh": [2, 1, 2]])
    driver.exec(child, "/usr/bin/cc")
    #expect(counts() == ["sh": [1, 1, 1], "cc": [1, 1, 1]])
    driver.exit(child)
    #expect(counts() == ["cc": [1, 1, 0]])
    driver.exit(root)
    #expect(counts() == ["sh": [1, 1, 0]])
  }

  @Test("Executing the same tool again counts an execution, not a process")
  func sameTool() {
    driver.exec(root, "/bin/sh")
    driver.exec(root, "sh")
    driver.exec(root, "./sh")
    #expect(counts() == ["sh": [1, 3, 1]])
  }

  @Test("A child that executes nothing ends as its parent's tool")
  func worker() {
    driver.exec(root, "/bin/pool")
    driver.fork(child, from: root)
    driver.exit(child, status: 0x0100)
    let tool = driver.takeTouchedTools().first
    #expect(tool?.processes == 2)
    #expect(tool?.running == 1)
    #expect(tool?.failures == 1)
  }

  @Test("A process that nothing is known of belongs to no tool")
  func unknown() {
    driver.fork(child, from: root)
    driver.exit(child)
    #expect(driver.takeTouchedTools().isEmpty)
  }

  /// As fexecve(3), and a container's runtime, execute.
  @Test(
    "Of a path of the kernel's that names nobody, the tool is what the program is told, or its file",
    arguments: [
      ("/proc/self/fd/6", "/usr/bin/runc", "memfd:runc", "runc"),
      ("/proc/self/exe", "cat", "busybox", "cat"),
      ("/dev/fd/3", "", "tool", "tool"), ("/proc/self/fd/6", "", "", "6"),
      ("/bin/sh", "x", "dash", "sh"),
    ])
  func nameless(path: String, told: String, file: String, name: String) {
    driver.exec(root, path, told: told, file: file)
    #expect(driver.takeTouchedTools().map(\.text) == [name])
  }

  @Test(
    "The tool is the last component of the path that was executed",
    arguments: [
      ("/usr/bin/cc", "cc"), ("cc", "cc"), ("./cc", "cc"), ("a/b", "b"), ("/", ""), ("", ""),
      ("/bin/", ""), ("/bin/ü x", "ü x"), ("//cc", "cc"),
    ])
  func name(path: String, name: String) {
    driver.exec(root, path)
    #expect(driver.takeTouchedTools().map(\.text) == [name])
  }

  @Test("What a process used is added when it ends")
  func totals() throws {
    driver.exec(root, "/bin/sh")
    driver.fork(child, from: root)
    driver.time = 1_019  // the next record is 1,000 ns after the child's start
    driver.exit(child) {
      $0.totals.runtime = 2_500
      $0.totals.user_time = 3
      $0.totals.system_time = 2
      $0.totals.read_bytes = 11
      $0.totals.write_bytes = 12
      $0.peak_rss = 13
    }
    driver.time = 2_009  // 2,000 ns after the root's
    driver.exit(root, status: 9) {
      $0.totals.runtime = 100
      $0.totals.read_bytes = 20
      $0.totals.write_bytes = 30
      $0.peak_rss = 7
    }
    let tool = try #require(driver.takeTouchedTools().first)
    #expect([tool.userTime, tool.systemTime] == [1_600, 1_000])
    #expect(tool.wallTime == 3_000)
    #expect([tool.readBytes, tool.writeBytes] == [31, 42])
    #expect(tool.peakRSS == 13)
    #expect(tool.peakCPUPercent == 250)
    #expect(tool.failures == 1)
    #expect(tool.running == 0)
    #expect(tool.processes == 2)
  }

  @Test("A sample may show a higher peak than the mean over the whole life")
  func sampledPeak() {
    driver.exec(root, "/bin/burst")
    for (time, runtime) in [(1_000, 0), (1_100, 400)] as [(UInt64, UInt64)] {
      var sum = SampleSum()
      var record = sonde_sample()
      record.header.pid = root.pid
      record.header.start = root.start
      record.header.time = time
      record.runtime = runtime
      _ = sum.add(record)
      _ = driver.model.sample(sum)
    }
    driver.exit(root) { $0.totals.runtime = 500 }
    #expect(driver.takeTouchedTools().map(\.peakCPUPercent) == [400])
  }

  @Test("An end before the beginning, as after a lost clock, is no time at all")
  func backwards() {
    let late = ProcessKey(pid: 4, start: 1 << 40)
    driver.exec(late, "/bin/late")
    driver.exit(late) { $0.totals.runtime = 100 }
    let tool = driver.takeTouchedTools().first
    #expect(tool?.wallTime == 0)
    #expect(tool?.peakCPUPercent == 0)
  }

  @Test("The same tool of two runs is two tools")
  func perRun() {
    let other = ProcessKey(pid: 50, start: 500)
    driver.model.begin(runID: 8, root: other)
    driver.exec(root, "/bin/sh")
    driver.root = other
    driver.exec(other, "/bin/sh")
    let tools = driver.takeTouchedTools()
    #expect(tools.map(\.runID) == [7, 8])
    #expect(tools.map(\.processes) == [1, 1])
  }

  @Test("A run's tools are handed out after its end, then their places are used again")
  func freed() {
    for index in 0..<20 as Range<Int64> {
      let key = ProcessKey(pid: 50, start: UInt64(500 + index))
      driver.root = key
      driver.model.begin(runID: 10 + index, root: key)
      driver.exec(key, "/bin/a")
      driver.exec(key, "/bin/b")
      driver.exit(key)
      #expect(driver.model.takeEndedRuns().count == 1)
      let tools = driver.takeTouchedTools()
      #expect(tools.map(\.text) == ["a", "b"])
      #expect(tools.map(\.runID) == [10 + index, 10 + index])
      #expect(tools.map(\.processes) == [0, 1])
      #expect(tools.map(\.executions) == [1, 1])
    }
    #expect(driver.model.tools.count == 2)
    #expect(driver.model.toolsByKey.isEmpty)
  }

  @Test("A process given up after all runs were taken does not count against another's tool")
  func lateLoss() {
    driver.exec(root, "/bin/old")
    _ = driver.model.takeAllRuns()
    _ = driver.takeTouchedTools()
    let old = driver.row(root)?.id ?? 0
    let next = ProcessKey(pid: 50, start: 500)
    driver.root = next
    driver.model.begin(runID: 8, root: next)
    driver.exec(next, "/bin/new")
    driver.model.lose(old)
    #expect(counts() == ["new": [1, 1, 1]])
  }

  @Test("A seeded process belongs to the tool of its name; one of ours to none until it executes")
  func seeds() {
    driver.seed(root, parent: ProcessKey(pid: 0, start: 0), name: "sonde", isSeeded: false)
    driver.seed(child, parent: root, name: "make")
    #expect(counts() == ["make": [1, 0, 1]])
    driver.exec(root, "/bin/true")
    #expect(counts() == ["true": [1, 1, 1]])
  }

  @Test("A process that is known by a seed and by its fork counts once")
  func seedThenFork() {
    driver.seed(root, parent: ProcessKey(pid: 0, start: 0), name: "sh")
    let place = driver.seed(child, parent: root, name: "make")
    driver.fork(child, from: root)
    #expect(driver.row(child)?.executionID == place?.id, "the image that was read is what it runs")
    driver.exit(child)
    driver.exit(root)
    let counts = counts()
    #expect(counts["sh"]?.last == 0)
    #expect(counts["make"]?.last == 0)
    #expect((counts["sh"]?.first ?? 0) + (counts["make"]?.first ?? 0) == 2)
  }

  @Test("A process that has executed before it is seeded counts once")
  func execThenSeed() {
    driver.exec(root, "/bin/make")
    driver.seed(root, parent: ProcessKey(pid: 0, start: 0), name: "make")
    driver.exit(root)
    #expect(counts() == ["make": [1, 1, 0]])
  }

  /// Of the tools that changed: processes, executions, running.
  private func counts() -> [String: [Int64]] {
    let tools = driver.takeTouchedTools()
    return Dictionary(
      uniqueKeysWithValues: tools.map {
        ($0.text, [$0.processes, $0.executions, $0.running])
      })
  }
}
