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

/// A path as the kernel side walked it: components from the leaf to the root, each
/// NUL-terminated. No components mean the root directory.
public struct PathComponents {
  /// The components, each with its NUL.
  public let bytes: UnsafeRawBufferPointer
  /// The walk ended before it reached the root.
  public let isCut: Bool

  /// Takes components as the kernel side wrote them.
  public init(bytes: UnsafeRawBufferPointer, isCut: Bool) {
    self.bytes = bytes
    self.isCut = isCut
  }

  /// How many bytes `write(to:)` writes.
  public var pathSize: Int { max(bytes.count, 1) + (isCut ? 3 : 0) }

  /// Writes the path in its usual order: it begins with `/`, or with `…/` when it is cut.
  /// Returns how many bytes were written: ``pathSize``.
  ///
  /// Each component gives up the NUL behind it for the slash before it, so the sizes agree.
  public func write(to output: UnsafeMutableRawPointer) -> Int {
    var used = 0
    if isCut {
      for byte in "…".utf8 {
        output.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
        used += 1
      }
    }
    guard let base = bytes.baseAddress, !bytes.isEmpty else {
      output.storeBytes(of: UInt8(ascii: "/"), toByteOffset: used, as: UInt8.self)
      return used + 1
    }
    var end = bytes.count - 1  // where the last component's NUL is
    while end > 0 {
      var begin = end
      while begin > 0, bytes[begin - 1] != 0 { begin -= 1 }
      output.storeBytes(of: UInt8(ascii: "/"), toByteOffset: used, as: UInt8.self)
      (output + used + 1).copyMemory(from: base + begin, byteCount: end - begin)
      used += 1 + end - begin
      end = begin - 1
    }
    return used
  }
}
