import CSondeWire
import Events
import Testing

@testable import Processes

@Suite("Files of processes")
struct FileTests {
  private let driver = ModelDriver()
  private let process = ProcessKey(pid: 2, start: 20)

  init() {
    driver.fork(process, from: ProcessKey(pid: 1, start: 10))
  }

  @Test("What comes of a file is handed out once, as what is new")
  func differences() {
    driver.file(process, 9, path: "/a", opens: 1, read: 100)
    #expect(take() == [Row(path: "/a", opens: 1, read: 100)])
    driver.file(process, 9, opens: 3, read: 150, written: 7)
    driver.file(process, 9, opens: 4, read: 150, written: 8)
    #expect(take() == [Row(path: "/a", opens: 3, read: 50, written: 8)])
    #expect(take().isEmpty)
  }

  @Test("Two processes that use one file are two rows")
  func processes() {
    let other = ProcessKey(pid: 3, start: 30)
    driver.fork(other, from: process)
    driver.file(process, 9, path: "/a", opens: 1)
    driver.file(other, 9, path: "/a", opens: 1)
    #expect(take().count == 2)
  }

  @Test("Totals of a file whose path was lost are left out, and not taken for another's")
  func unknown() {
    driver.file(process, 9, opens: 5)
    #expect(take().isEmpty)
    driver.file(process, 9, path: "/a", opens: 6)
    #expect(take() == [Row(path: "/a", opens: 6)])
  }

  @Test("Totals that were overtaken take nothing back")
  func overtaken() {
    driver.file(process, 9, path: "/a", opens: 3, read: 100)
    driver.file(process, 9, opens: 2, read: 50, isFromWalk: true)
    #expect(take() == [Row(path: "/a", opens: 3, read: 100)])
  }

  @Test("A process's end leaves nothing of its files behind but what is still to be stored")
  func end() {
    for file in 1...5 { driver.file(process, UInt64(file), path: "/\(file)", opens: 1) }
    driver.exit(process)
    #expect(take().count == 5)
    #expect(driver.model.filesByKey.isEmpty)
    #expect(driver.model.freeFiles.count == driver.model.files.count)
    // The places are used again.
    let next = ProcessKey(pid: 4, start: 40)
    driver.fork(next, from: ProcessKey(pid: 1, start: 10))
    for file in 1...5 { driver.file(next, UInt64(file), path: "/\(file)", opens: 2) }
    #expect(take().allSatisfy { $0.opens == 2 })
    #expect(driver.model.files.count == 5)
  }

  @Test("What the kernel side has forgotten begins at zero again")
  func forgotten() {
    driver.file(process, 1, path: "/1", opens: 1)
    driver.file(process, 2, path: "/2", opens: 1)
    driver.file(process, 3, path: "/3", opens: 1)
    driver.file(process, 2, opens: 10, isLast: true)
    #expect(take().map(\.opens) == [1, 10, 1])
    driver.file(process, 2, path: "/2", opens: 1)
    #expect(take() == [Row(path: "/2", opens: 1)])
    driver.exit(process)
    #expect(driver.model.filesByKey.isEmpty)
  }

  @Test(
    "Whichever is forgotten first, the others stay known",
    arguments: [[1, 2, 3], [3, 2, 1], [2, 1, 3], [2, 3, 1]] as [[UInt64]])
  func forgottenInAnyOrder(order: [UInt64]) {
    for file in 1...3 as ClosedRange<UInt64> {
      driver.file(process, file, path: "/\(file)", opens: 1)
    }
    for (index, file) in order.enumerated() {
      driver.file(process, file, opens: 10, isLast: true)
      for other in order[(index + 1)...] { driver.file(process, other, opens: 5) }
    }
    #expect(take().map(\.opens) == [10, 10, 10])
    driver.file(process, 4, path: "/4", opens: 1)
    driver.exit(process)
    #expect(driver.model.filesByKey.isEmpty)
    #expect(take().count == 1)
    #expect(driver.model.freeFiles.count == driver.model.files.count)
  }

  @Test("Opens that the kernel side has no room to count are added up, and leave nothing behind")
  func uncounted() {
    for _ in 1...10 {
      for _ in 1...20 { driver.file(process, 7, path: "/7", opens: 1, isLast: true) }
      #expect(take().map(\.opens) == Array(repeating: 1, count: 20))
      #expect(driver.model.filesByKey.isEmpty)
    }
    #expect(driver.model.files.count == 20)
  }

  @Test("More files than the model keeps are stored as they were told of, and counted")
  func limit() {
    driver.model.fileLimit = 3
    for file in 1...5 as ClosedRange<UInt64> {
      driver.file(process, file, path: "/\(file)", opens: 1)
    }
    var accesses: [UInt32] = []
    driver.model.takeTouchedFiles { accesses.append($0.access) }
    let uncounted = sonde_file_access.SONDE_FILE_UNCOUNTED.rawValue
    #expect(accesses == [0, 0, 0, uncounted, uncounted])
    #expect(driver.model.runs[0].forgottenFiles == 2)
    for file in 1...5 as ClosedRange<UInt64> { driver.file(process, file, opens: 2) }
    #expect(take().map(\.path) == ["/1", "/2", "/3"])
    driver.exit(process)
    #expect(driver.model.freeFiles.count == driver.model.files.count)
  }

  @Test("A walk that tells of a process that has ended brings it not back")
  func walk() {
    driver.file(process, 1, path: "/1", opens: 1)
    driver.exit(process)
    _ = take()
    driver.file(process, 1, opens: 2, isFromWalk: true)
    #expect(take().isEmpty)
    #expect(driver.model.livingCount == 0)
    #expect(driver.model.runs[0].received.files == 1)
  }

  // MARK: Rows

  private struct Row: Equatable {
    var path: String
    var opens: UInt64 = 0
    var read: UInt64 = 0
    var written: UInt64 = 0
  }

  private func take() -> [Row] {
    var rows: [Row] = []
    driver.model.takeTouchedFiles { row in
      rows.append(
        Row(
          path: driver.paths[Int(row.pathID)], opens: row.totals.opens,
          read: row.totals.bytesRead, written: row.totals.bytesWritten))
    }
    return rows
  }
}
