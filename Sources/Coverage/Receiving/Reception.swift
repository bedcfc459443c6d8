/// What has been heard.
public struct Reception: Sendable, Equatable {
  /// The signals, in the order in which they were read.
  public var signals: [Signal] = []
  /// Signals that were sent and are not among them, so far as their numbers tell.
  public var lost: UInt64 = 0

  /// Nothing, so far.
  public init() {}

  /// Whether code came to be mapped: somebody may be stopped until that has its probes.
  var hasCode: Bool {
    signals.contains { if case .code = $0.event { true } else { false } }
  }
}

/// The word of one probe, as it came.
public struct Signal: Sendable, Equatable {
  /// What it says.
  public enum Event: Sendable, Equatable {
    /// The probe has fired for the first time.
    case hit(probe: Int)
    /// The probe has fired; who made it is not known, its signal having been lost.
    case hitUnseen(probe: Int)
    /// The probe has fired often, and is removed.
    case hot(probe: Int)
    /// A file came to be mapped, or executed, that had not been before: its device and inode.
    case code(major: UInt32, minor: UInt32, inode: UInt64)
    /// The process has a child.
    case child(pid: UInt32)
  }

  /// What it says.
  public var event: Event
  /// The process's id in the initial pid namespace; 0 when not known.
  public var pid: UInt32
  /// When that process was started, ns since boot.
  public var processStart: UInt64
  /// When it happened, ns since boot.
  public var time: UInt64
  /// The processor, which numbers its signals on its own.
  public var cpu: Int
  /// Its number there, from 0 on; `nil` for what was not sent but found.
  public var sequence: UInt64?

  /// A signal.
  public init(
    _ event: Event, pid: UInt32, processStart: UInt64, time: UInt64, cpu: Int, sequence: UInt64?
  ) {
    self.event = event
    self.pid = pid
    self.processStart = processStart
    self.time = time
    self.cpu = cpu
    self.sequence = sequence
  }
}
