internal import CLibBPF

/// The names of system calls of this architecture.
public enum SystemCallName {
  /// `openat` for its number; `call 999` for a number of which failures are not told.
  public static func of(_ number: UInt32) -> String {
    sonde_call_name(number).map { String(cString: $0) } ?? "call \(number)"
  }
}
