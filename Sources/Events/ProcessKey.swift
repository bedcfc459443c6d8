/// The identity of a process on one boot: a pid alone is reused, together with the time of its
/// start it is not.
public struct ProcessKey: Hashable, Sendable {
  /// The thread-group id in the initial pid namespace.
  public var pid: UInt32
  /// The kernel's `start_boottime`: nanoseconds since boot, suspended time included.
  public var start: UInt64

  /// Names a process by its two halves.
  public init(pid: UInt32, start: UInt64) {
    self.pid = pid
    self.start = start
  }

  /// The standard hasher resists chosen keys; these are the kernel's own, and looking processes up
  /// by them was a tenth of the cost of a record. One multiplication spreads them well enough
  /// (Knuth, The Art of Computer Programming 3, 6.4).
  @inlinable
  public func _rawHashValue(seed: Int) -> Int {
    let mixed =
      (start ^ UInt64(pid) << 40 ^ UInt64(bitPattern: Int64(seed))) &* 0x9e37_79b9_7f4a_7c15
    return Int(truncatingIfNeeded: mixed ^ mixed >> 32)
  }

  /// Feeds both halves to a hasher.
  @inlinable
  public func hash(into hasher: inout Hasher) {
    hasher.combine(pid)
    hasher.combine(start)
  }
}
