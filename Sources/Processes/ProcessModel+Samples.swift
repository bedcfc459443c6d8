public import CSondeWire
public import Events

/// One reading of one living process.
public struct SampleRow: Equatable, Sendable {
  /// The process's id in the database.
  public var processID: Int64
  /// ns since boot.
  public var time: UInt64
  /// Percent of one processor since the reading before; `nil` for the first.
  public var cpuPercent: Double?
  /// Resident set, bytes.
  public var rss: UInt64
  /// Bytes read from storage since the process began.
  public var readBytes: UInt64
  /// Bytes written to storage since the process began.
  public var writeBytes: UInt64
  /// Threads alive.
  public var threads: UInt32
}

/// What is known of a living process from its samples so far.
public struct ProcessSummary: Equatable, Sendable {
  /// The process's id in the database.
  public var processID: Int64
  /// Over the whole life until `time`, percent of one processor.
  public var meanCPUPercent: Double
  /// The most between two readings, percent of one processor.
  public var peakCPUPercent: Double
  /// The largest resident set seen, bytes.
  public var peakRSS: UInt64
  /// Bytes read from storage since the process began.
  public var readBytes: UInt64
  /// Bytes written to storage since the process began.
  public var writeBytes: UInt64
  /// When the last reading was taken, ns since boot.
  public var time: UInt64
}

/// Adds up the threads of one process: their records come one after the other, the leader's
/// first.
public struct SampleSum {
  /// The process that is being added up; `nil` before the first record.
  public private(set) var key: ProcessKey?
  /// When its first record was made, ns since boot.
  public private(set) var time: UInt64 = 0
  /// ns on a processor, all threads.
  public private(set) var runtime: UInt64 = 0
  /// Bytes read from storage since the process began.
  public private(set) var readBytes: UInt64 = 0
  /// Bytes written to storage since the process began.
  public private(set) var writeBytes: UInt64 = 0
  /// Resident set, bytes.
  public private(set) var rss: UInt64 = 0
  /// Threads alive.
  public private(set) var threads: UInt32 = 0

  /// Begins with nothing.
  public init() {}

  /// Takes the next thread's record. Returns the sum of the process before when this record is of
  /// another.
  public mutating func add(_ record: sonde_sample) -> SampleSum? {
    let next = ProcessKey(pid: record.header.pid, start: record.header.start)
    var finished: SampleSum?
    if next != key {
      finished = key == nil ? nil : self
      self = SampleSum()
      key = next
      time = record.header.time
    }
    runtime &+= record.runtime
    readBytes &+= record.read_bytes
    writeBytes &+= record.write_bytes
    rss = max(rss, record.rss)
    threads = max(threads, record.threads)
    return finished
  }
}

extension ProcessModel {
  /// Takes a reading. `nil` when the process is not, or no longer, known.
  public mutating func sample(_ sum: SampleSum) -> SampleRow? {
    guard let key = sum.key, let slot = slotsByKey[key] else { return nil }
    let index = Int(slot)
    let before = slots[index].samples
    var percent: Double?
    if before.time != 0, sum.time > before.time {
      let used = sum.runtime > before.runtime ? sum.runtime - before.runtime : 0
      percent = 100 * Double(used) / Double(sum.time - before.time)
    }
    slots[index].samples.time = sum.time
    slots[index].samples.runtime = sum.runtime
    slots[index].samples.readBytes = sum.readBytes
    slots[index].samples.writeBytes = sum.writeBytes
    slots[index].samples.rss = sum.rss
    slots[index].samples.peakRSS = max(before.peakRSS, sum.rss)
    slots[index].samples.peakCPUPercent = max(before.peakCPUPercent, percent ?? 0)
    slots[index].samples.isTouched = true
    return SampleRow(
      processID: slots[index].row.id, time: sum.time, cpuPercent: percent, rss: sum.rss,
      readBytes: sum.readBytes, writeBytes: sum.writeBytes, threads: sum.threads)
  }

  /// Hands out the summaries of living processes that were sampled since the last call.
  public mutating func takeTouchedSummaries(_ body: (ProcessSummary) throws -> Void) rethrows {
    for slot in slotsByKey.values where slots[Int(slot)].samples.isTouched {
      slots[Int(slot)].samples.isTouched = false
      let process = slots[Int(slot)]
      let state = process.samples
      let age = state.time > process.row.started ? state.time - process.row.started : 1
      try body(
        ProcessSummary(
          processID: process.row.id,
          meanCPUPercent: 100 * Double(state.runtime) / Double(age),
          peakCPUPercent: state.peakCPUPercent, peakRSS: state.peakRSS,
          readBytes: state.readBytes, writeBytes: state.writeBytes, time: state.time))
    }
  }
}
