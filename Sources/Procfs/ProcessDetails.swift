/// What `/proc` knows about a process.
public struct ProcessDetails: Equatable, Sendable {
  /// The process's id.
  public let pid: Int32
  /// Its short name, that of the executable or one it gave itself.
  public let comm: String
  /// `R` for running, `S` for sleeping and so on, see proc_pid_stat(5).
  public let state: Character
  /// The id of its parent, 0 if that is in another namespace.
  public let parent: Int32
  /// The number of its threads.
  public let threads: Int32
  /// Time spent in user mode, in clock ticks.
  public let userTicks: UInt64
  /// Time spent in the kernel, in clock ticks.
  public let systemTicks: UInt64
  /// When it was started, in clock ticks since boot.
  public let startTicks: UInt64
  /// The argument block: strings that each end in a NUL. Empty for a kernel thread. A process may
  /// write over its own, so there may be anything in it.
  public let arguments: [UInt8]
  /// The environment block as it was at the start, or `nil` if that may not be read.
  public let environment: [UInt8]?
  /// The path of the executable, or an empty string if that may not be read or there is none.
  public let executable: String
  /// Whether the executable is no longer at that path.
  public let isExecutableDeleted: Bool
  /// The working directory, or an empty string if that may not be read.
  public let cwd: String
}
