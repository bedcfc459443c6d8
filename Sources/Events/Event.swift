public import CSondeWire

/// One record of the kernel side, decoded in place.
///
/// The pointers and buffers lie in the memory that was decoded, usually the ring buffer: an event
/// must not outlive the closure that it was handed to.
public enum Event {
  case fork(UnsafePointer<sonde_fork>)
  case exec(ExecEvent)
  case execFailed(ExecFailedEvent)
  case exit(UnsafePointer<sonde_exit>)
  case outOfMemory(UnsafePointer<sonde_oom>)
  case controlGroup(ControlGroupEvent)
  case seed(UnsafePointer<sonde_seed>)
  case sample(UnsafePointer<sonde_sample>)
  case file(FileEvent)
  case fileChange(FileChangeEvent)
  case failedCalls(FailedCallsEvent)
  case namespaces(NamespacesEvent)
}

/// A successful execve.
public struct ExecEvent {
  /// The fixed part of the record.
  public let fixed: UnsafePointer<sonde_exec>
  /// The argument block: NUL-terminated strings, the last one perhaps cut.
  public let arguments: UnsafeRawBufferPointer
  /// The file that the kernel runs, as components from the leaf to the root.
  public let executable: PathComponents
  /// The path given to execve, without its NUL; for a script, the script's.
  public let requested: UnsafeRawBufferPointer
  /// The working directory.
  public let cwd: PathComponents
  /// Allow-listed variables, `NAME=value`, NUL-terminated.
  public let environment: UnsafeRawBufferPointer

  /// What was cut; whether a script was executed, a run begun, or a file without a name.
  public var flags: sonde_exec_flags {
    sonde_exec_flags(rawValue: UInt32(fixed.pointee.header.flags))
  }
}

/// An execve that failed.
public struct ExecFailedEvent {
  /// The fixed part of the record.
  public let fixed: UnsafePointer<sonde_exec_failed>
  /// The argument block, NUL-terminated strings; the last one perhaps cut.
  public let arguments: UnsafeRawBufferPointer
  /// The path given to the call, without its NUL.
  public let requested: UnsafeRawBufferPointer
  /// The working directory.
  public let cwd: PathComponents

  /// Which of the arguments and the working directory were cut.
  public var flags: sonde_exec_flags {
    sonde_exec_flags(rawValue: UInt32(fixed.pointee.header.flags))
  }
}

/// A control group seen for the first time.
public struct ControlGroupEvent {
  /// The fixed part of the record.
  public let fixed: UnsafePointer<sonde_cgroup>
  /// The path of the group.
  public let path: PathComponents
}
