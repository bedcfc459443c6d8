internal import CSondeWire

/// What a probe at a function entry, or a watched process, has told.
public struct FunctionSignal: Sendable, Equatable {
  /// What has happened.
  public enum Event: Sendable, Equatable {
    /// The probe of this number fired for the first time.
    case hit(probe: Int)
    /// The probe has fired so often that it should be removed.
    case hot(probe: Int)
    /// A file was mapped for execution that had not been before.
    case mapped(CodeFile)
    /// A file was executed that none had before.
    case executed(CodeFile)
    /// The process has a child.
    case forked(child: UInt32)
  }

  /// A file as the kernel names it: the numbers of its file system and of its inode.
  public struct CodeFile: Sendable, Hashable {
    /// The file system's major number.
    public var major: UInt32
    /// Its minor number.
    public var minor: UInt32
    /// The inode's number.
    public var inode: UInt64

    /// A file.
    public init(major: UInt32, minor: UInt32, inode: UInt64) {
      self.major = major
      self.minor = minor
      self.inode = inode
    }
  }

  /// What has happened.
  public var event: Event
  /// The process's id in the initial pid namespace.
  public var pid: UInt32
  /// The thread's.
  public var tid: UInt32
  /// When the process was started, ns since boot.
  public var processStart: UInt64
  /// When it happened, ns since boot.
  public var time: UInt64
  /// The processor it happened on, and the how manieth signal this is there.
  public var cpu: Int
  /// Counts from 0; a gap is a signal that found no room.
  public var sequence: UInt64

  /// Decodes one record; `nil` when it is too short or of an unknown kind.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count >= MemoryLayout<sonde_signal>.size else { return nil }
    let record = bytes.loadUnaligned(as: sonde_signal.self)
    let file = CodeFile(
      major: UInt32(truncatingIfNeeded: record.device >> 20),
      minor: UInt32(truncatingIfNeeded: record.device & 0xf_ffff), inode: record.value)
    switch sonde_signal_kind(rawValue: UInt32(record.kind)) {
    case .SONDE_SIGNAL_HIT: event = .hit(probe: Int(record.probe))
    case .SONDE_SIGNAL_HOT: event = .hot(probe: Int(record.probe))
    case .SONDE_SIGNAL_MAPPED: event = .mapped(file)
    case .SONDE_SIGNAL_EXEC: event = .executed(file)
    case .SONDE_SIGNAL_FORK: event = .forked(child: UInt32(truncatingIfNeeded: record.value))
    default: return nil
    }
    pid = record.pid
    tid = record.tid
    processStart = record.start
    time = record.time
    cpu = Int(record.cpu)
    sequence = record.sequence
  }
}
