/// The numbers of one process, as the scan reads them.
struct ProcessFacts {
  var started: Int64
  /// 0 when no end is stored; so are all that follow then.
  var ended: Int64
  var status: Int64
  var isOutOfMemory: Bool
  var executions: Int64
  var userTime: Int64
  var systemTime: Int64
  /// -1 when it is not known.
  var peak: Int64
  var peakSource: Int64
  var rchar: Int64
  var wchar: Int64
  var readBytes: Int64
  var writeBytes: Int64

  @inline(__always)
  init(_ row: AnalysisStatement) {
    started = row.integer(2)
    ended = row.integer(3)
    status = row.integer(4)
    isOutOfMemory = row.integer(5) != 0
    executions = row.integer(6)
    userTime = row.integer(7)
    systemTime = row.integer(8)
    peak = row.optionalInteger(9) ?? -1
    peakSource = row.integer(10)
    rchar = row.integer(11)
    wchar = row.integer(12)
    readBytes = row.integer(13)
    writeBytes = row.integer(14)
  }

  @inline(__always) var wall: Int64 { max(ended &- started, 0) }
  @inline(__always) var cpu: Int64 { userTime &+ systemTime }
}

extension ProcessUse {
  /// Adds a process to all but the distributions. Nothing that is stored can overflow in earnest;
  /// damaged numbers must not trap.
  @inline(__always)
  mutating func count(_ facts: ProcessFacts, runHasEnded: Bool) {
    processes &+= 1
    executions &+= facts.executions
    if facts.isOutOfMemory { outOfMemory &+= 1 }
    guard facts.ended != 0 else {
      if runHasEnded { endNotSeen &+= 1 } else { running &+= 1 }
      return
    }
    if facts.status & 0x7f != 0 {
      signalled &+= 1
    } else if facts.status != 0 {
      exitedNonZero &+= 1
    }
    userTime &+= facts.userTime
    systemTime &+= facts.systemTime
    readBytes &+= facts.readBytes
    writeBytes &+= facts.writeBytes
    rchar &+= facts.rchar
    wchar &+= facts.wchar
    if facts.peak >= peakMemory.max {
      takePeak(facts.peak, MeasureSource(rawValue: facts.peakSource) ?? .missing)
    }
  }

  /// Of equal peaks one that is the kernel's own says more than a bound.
  private mutating func takePeak(_ peak: Int64, _ source: MeasureSource) {
    guard source != .missing else { return }
    if peakMemorySource != .missing {
      guard peak > peakMemory.max || (peak == peakMemory.max && source == .exact) else { return }
    }
    (peakMemory.max, peakMemorySource) = (peak, source)
  }

  /// Adds other processes to all but the distributions.
  mutating func add(_ other: ProcessUse) {
    processes &+= other.processes
    executions &+= other.executions
    running &+= other.running
    endNotSeen &+= other.endNotSeen
    exitedNonZero &+= other.exitedNonZero
    signalled &+= other.signalled
    outOfMemory &+= other.outOfMemory
    userTime &+= other.userTime
    systemTime &+= other.systemTime
    readBytes &+= other.readBytes
    writeBytes &+= other.writeBytes
    rchar &+= other.rchar
    wchar &+= other.wchar
    takePeak(other.peakMemory.max, other.peakMemorySource)
  }
}
