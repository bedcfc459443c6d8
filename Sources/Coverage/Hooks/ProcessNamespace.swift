internal import Foundation

/// The namespace of process ids that this process is in. The kernel programs see those of the first.
enum ProcessNamespace {
  /// PROC_PID_INIT_INO of include/linux/proc_ns.h.
  private static let first = "pid:[4026531836]"

  /// What to do where ids here are not those that the kernel programs see; `nil` where they are.
  static var mend: String? {
    let path = "/proc/self/ns/pid"
    guard let name = try? FileManager.default.destinationOfSymbolicLink(atPath: path),
      name != first
    else { return nil }
    return "process ids here are a container's: run in the machine's own namespace "
      + "(docker run --pid=host)"
  }

  /// Why nothing can be done for a hook; `nil` where it can.
  static var obstacle: HookKit.Obstacle? {
    mend.map { .notTriggered("cannot be triggered here: \($0)") }
  }
}
