/// What all processes of a run that ended as the same program have used together.
public struct ToolSummary: Sendable, Equatable {
  /// The name of the file given to execve, without its directory.
  public let name: [UInt8]
  /// The run that its processes belong to.
  public let runID: Int64
  /// Processes that run, or have ended as, this program; its children that never executed
  /// anything of their own among them.
  public internal(set) var processes: Int64 = 0
  /// Successful executions of it.
  public internal(set) var executions: Int64 = 0
  /// Ended otherwise than with exit status 0.
  public internal(set) var failures: Int64 = 0
  /// Processes that run it now.
  public internal(set) var running: Int64 = 0
  /// ns in user mode, of processes that have ended.
  public internal(set) var userTime: UInt64 = 0
  /// ns in the kernel, of processes that have ended.
  public internal(set) var systemTime: UInt64 = 0
  /// ns from start to end, of processes that have ended.
  public internal(set) var wallTime: UInt64 = 0
  /// Of one process, in percent of one processor.
  public internal(set) var peakCPUPercent = 0.0
  /// Of one process, bytes.
  public internal(set) var peakRSS: UInt64 = 0
  /// Bytes read from storage by processes that have ended.
  public internal(set) var readBytes: UInt64 = 0
  /// Bytes written to storage by processes that have ended.
  public internal(set) var writeBytes: UInt64 = 0
  var isTouched = false

  init(name: [UInt8], runID: Int64) {
    self.name = name
    self.runID = runID
  }
}

/// Finds a run's tools by name without making a string of it.
struct ToolKey: Hashable {
  let runID: Int64
  let nameHash: UInt64

  init(runID: Int64, name: UnsafeRawBufferPointer) {
    self.runID = runID
    // FNV-1a: names are short, and a stranger's collision only merges two lines of a summary.
    var hash: UInt64 = 0xcbf2_9ce4_8422_2325
    for byte in name { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01b3 }
    nameHash = hash
  }
}
