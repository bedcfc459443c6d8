import CSondeWire
import Events
import Testing

@testable import Processes

@Suite("Readings of living processes")
struct SampleTests {
  private let root = ProcessKey(pid: 1, start: 1_000)
  private let driver = ModelDriver()

  init() {
    driver.fork(root, from: ProcessKey(pid: 0, start: 0))
  }

  struct Case: Sendable {
    let runtimes: [UInt64]
    let times: [UInt64]
    let percents: [Double?]
    let peak: Double
  }

  @Test(
    "Two readings give a percentage of one processor",
    arguments: [
      Case(runtimes: [500], times: [2_000], percents: [nil], peak: 0),
      Case(runtimes: [0, 50], times: [2_000, 2_100], percents: [nil, 50], peak: 50),
      Case(
        runtimes: [0, 400, 400, 500], times: [2_000, 2_100, 2_200, 2_300],
        percents: [nil, 400, 0, 100], peak: 400),
      // A thread that was counted twice or not at all must not make it negative.
      Case(runtimes: [300, 200], times: [2_000, 2_100], percents: [nil, 0], peak: 0),
      Case(runtimes: [0, 10], times: [2_000, 2_000], percents: [nil, nil], peak: 0),
      Case(runtimes: [0, 10], times: [2_000, 1_999], percents: [nil, nil], peak: 0),
      Case(runtimes: [0, .max], times: [1, .max], percents: [nil, 100], peak: 100),
    ])
  func percent(_ entry: Case) {
    let rows = zip(entry.runtimes, entry.times).map { runtime, time in
      driver.model.sample(reading(of: root, time: time) { $0.runtime = runtime })
    }
    #expect(rows.map { $0?.cpuPercent } == entry.percents)
    #expect(driver.takeSummaries().map(\.peakCPUPercent) == [entry.peak])
  }

  @Test("A reading carries memory, storage and threads as they are now")
  func row() {
    let row = driver.model.sample(
      reading(of: root, time: 2_000) {
        $0.rss = 11
        $0.read_bytes = 12
        $0.write_bytes = 13
        $0.threads = 14
      })
    #expect(
      row
        == SampleRow(
          processID: 1, time: 2_000, cpuPercent: nil, rss: 11, readBytes: 12, writeBytes: 13,
          threads: 14))
  }

  @Test("A process that is not known is not read")
  func unknown() {
    #expect(driver.model.sample(reading(of: ProcessKey(pid: 1, start: 999), time: 5)) == nil)
    #expect(driver.model.sample(SampleSum()) == nil)
    driver.exit(root)
    #expect(driver.model.sample(reading(of: root, time: 2_000)) == nil)
    #expect(driver.takeSummaries().isEmpty)
  }

  @Test("A process in a used slot starts without readings")
  func freshSlot() {
    _ = driver.model.sample(reading(of: root, time: 2_000) { $0.runtime = 50 })
    driver.exit(root)
    _ = driver.takeTouched()
    let next = ProcessKey(pid: 1, start: 3_000)
    driver.fork(next, from: root)
    let row = driver.model.sample(reading(of: next, time: 4_000) { $0.runtime = 60 })
    #expect(row?.cpuPercent == nil)
  }

  @Test("A summary tells the mean over the whole life and the extremes")
  func summary() {
    for (time, runtime, rss) in [(2_000, 100, 70), (2_100, 190, 90), (3_000, 400, 80)]
      as [(UInt64, UInt64, UInt64)]
    {
      _ = driver.model.sample(
        reading(of: root, time: time) {
          $0.runtime = runtime
          $0.rss = rss
          $0.read_bytes = runtime + 1
          $0.write_bytes = runtime + 2
        })
    }
    let expected = ProcessSummary(
      processID: 1, meanCPUPercent: 20, peakCPUPercent: 90, peakRSS: 90, readBytes: 401,
      writeBytes: 402, time: 3_000)
    #expect(driver.takeSummaries() == [expected])
    #expect(driver.takeSummaries().isEmpty, "nothing has been read since")
    _ = driver.model.sample(reading(of: root, time: 3_100) { $0.runtime = 400 })
    #expect(driver.takeSummaries().map(\.time) == [3_100])
  }

  @Test("A summary of a process read at its very start is finite")
  func summaryAtStart() {
    _ = driver.model.sample(reading(of: root, time: 1_000) { $0.runtime = 0 })
    #expect(driver.takeSummaries().map(\.meanCPUPercent) == [0])
  }

  @Test("The threads of a process are added up, one process after the other")
  func threads() throws {
    let other = ProcessKey(pid: 2, start: 20)
    var sum = SampleSum()
    #expect(sum.key == nil)
    let leader = record(of: root, time: 500) {
      $0.runtime = 100
      $0.read_bytes = 10
      $0.write_bytes = 1
      $0.rss = 4_096
      $0.threads = 3
    }
    #expect(sum.add(leader) == nil)
    for time in [501, 502] as [UInt64] {
      let thread = record(of: root, time: time) {
        $0.runtime = 7
        $0.read_bytes = 5
        $0.write_bytes = 2
      }
      #expect(sum.add(thread) == nil)
    }
    let next = sum.add(record(of: other, time: 503) { $0.runtime = 9 })
    let finished = try #require(next)
    #expect(finished.key == root)
    #expect(finished.time == 500)
    #expect(finished.runtime == 114)
    #expect([finished.readBytes, finished.writeBytes] == [20, 5])
    #expect(finished.rss == 4_096)
    #expect(finished.threads == 3)
    #expect(sum.key == other)
    #expect(sum.time == 503)
    #expect(sum.runtime == 9)
    #expect([sum.readBytes, sum.writeBytes, sum.rss] == [0, 0, 0])
    #expect(sum.threads == 0)
    let again = sum.add(record(of: ProcessKey(pid: 2, start: 21), time: 504))
    #expect(again?.key == other, "the same pid with another start is another process")
  }
}

private func record(
  of key: ProcessKey, time: UInt64, change: (inout sonde_sample) -> Void = { _ in }
) -> sonde_sample {
  var record = sonde_sample()
  record.header.pid = key.pid
  record.header.start = key.start
  record.header.time = time
  change(&record)
  return record
}

private func reading(
  of key: ProcessKey, time: UInt64, change: (inout sonde_sample) -> Void = { _ in }
) -> SampleSum {
  var sum = SampleSum()
  _ = sum.add(record(of: key, time: time, change: change))
  return sum
}
