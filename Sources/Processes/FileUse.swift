internal import CSondeWire

/// A file as one living process uses it: what the kernel side has told of it, and how much of that
/// has been stored.
struct FileUse {
  var key = FileUseKey(process: 0, file: 0)
  /// The next file of the same process; -1 at the end.
  var next: Int32 = -1
  /// The one before it; -1 at the beginning.
  var previous: Int32 = -1
  var processID: Int64 = 0
  var runID: Int64 = 0
  var pathID: Int64 = 0
  var inode: UInt64 = 0
  var type: UInt32 = 0
  var access: UInt32 = 0
  var error: Int32 = 0
  var first: UInt64 = 0
  var last: UInt64 = 0
  var seen = FileTotals()
  var stored = FileTotals()
  var isTouched = false
  /// The kernel side has forgotten it, or its process has ended.
  var isGone = false
}

/// Names a file of a process as the kernel side does.
struct FileUseKey: Hashable {
  /// The process's id in the database.
  let process: Int64
  let file: UInt64

  /// `file` is a hash already.
  func _rawHashValue(seed: Int) -> Int {
    let mixed =
      (file ^ UInt64(bitPattern: process &+ Int64(seed))) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed ^ mixed >> 32)
  }

  func hash(into hasher: inout Hasher) {
    hasher.combine(process)
    hasher.combine(file)
  }
}

/// What is counted of a file.
public struct FileTotals: Equatable, Sendable {
  /// Opens that succeeded.
  public var opens: UInt64 = 0
  /// Opens that failed.
  public var failed: UInt64 = 0
  /// Bytes that read calls returned.
  public var bytesRead: UInt64 = 0
  /// Bytes that write calls took.
  public var bytesWritten: UInt64 = 0

  /// Takes over whatever is larger.
  mutating func raise(to other: FileTotals) {
    opens = max(opens, other.opens)
    failed = max(failed, other.failed)
    bytesRead = max(bytesRead, other.bytesRead)
    bytesWritten = max(bytesWritten, other.bytesWritten)
  }

  /// What has come since `earlier`. Totals only grow, unless a record is from an earlier life.
  func since(_ earlier: FileTotals) -> FileTotals {
    FileTotals(
      opens: opens &- min(opens, earlier.opens), failed: failed &- min(failed, earlier.failed),
      bytesRead: bytesRead &- min(bytesRead, earlier.bytesRead),
      bytesWritten: bytesWritten &- min(bytesWritten, earlier.bytesWritten))
  }
}

/// What is to be added to the row of a file and a process.
public struct FileRow: Equatable, Sendable {
  /// The process's id in the database.
  public var processID: Int64
  /// The run's.
  public var runID: Int64
  /// The path's.
  public var pathID: Int64
  /// The inode's number; 0 when the file could not be opened.
  public var inode: UInt64
  /// The S_IFMT part of the inode's mode; 0 when the file could not be opened.
  public var type: UInt32
  /// `sonde_file_access` bits.
  public var access: UInt32
  /// errno of the last failed open, positive; 0 when none failed.
  public var error: Int32
  /// ns since boot of the first use that this brings.
  public var first: UInt64
  /// ns since boot of the last use.
  public var last: UInt64
  /// What was not stored before.
  public var totals: FileTotals
}
