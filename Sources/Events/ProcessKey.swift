/// The identity of a process on one boot: a pid alone is reused, together with the time of its
/// start it is not.
public struct ProcessKey: Hashable, Sendable {
  /// The thread-group id in the initial pid namespace.
  public var pid: UInt32
  /// The kernel's `start_boottime`: nanoseconds since boot, suspended time included.
  public var start: UInt64

  public init(pid: UInt32, start: UInt64) {
    self.pid = pid
    self.start = start
  }

  @inlinable
  public func hash(into hasher: inout Hasher) {
    // Start times differ by far more than hashing needs; the pid decides in `==`.
    hasher.combine(start ^ UInt64(pid) << 40)
  }
}
