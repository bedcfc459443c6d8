/// A process that has not ended, and what its samples have shown.
struct LiveProcess {
  var row = ProcessRow()
  var root: Int32 = 0
  /// Index of the slot that its parent had; -1: not known. Whether it is still the parent's, its id
  /// tells.
  var parentSlot: Int32 = -1
  /// Index of the tool whose image it runs, in the model's list of tools.
  var tool: Int32 = -1
  /// Already in the list of those that changed since the last batch.
  var isTouched = false
  var samples = SampleState()
  /// Index of the latest of the files it uses; -1: none.
  var firstFile: Int32 = -1
}

/// The last reading of a process and the extremes so far.
public struct SampleState: Sendable {
  /// ns since boot; 0 before the first sample.
  public internal(set) var time: UInt64 = 0
  /// ns on a processor.
  public internal(set) var runtime: UInt64 = 0
  /// Bytes read from storage.
  public internal(set) var readBytes: UInt64 = 0
  /// Bytes written to storage.
  public internal(set) var writeBytes: UInt64 = 0
  /// Resident set, bytes.
  public internal(set) var rss: UInt64 = 0
  /// The most between two readings, percent of one processor.
  public internal(set) var peakCPUPercent = 0.0
  /// The largest resident set seen, bytes.
  public internal(set) var peakRSS: UInt64 = 0
  /// Sampled since its summary was last handed out.
  public internal(set) var isTouched = false
}
