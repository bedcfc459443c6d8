/// A hit with everything that is known about it.
public struct ProcessedSignal: Sendable, Equatable {
  /// The probe's number in the map.
  public var probe: Int
  /// What people call the function or the hook.
  public var name: String
  /// Where its code lies; `nil` for a hook.
  public var place: Place?
  /// The process that made it speak; `nil` when the signal that would tell was lost.
  public var process: ProcessIdentity?
  /// When, ns since boot.
  public var time: UInt64
  /// The test that was under way, as it was marked.
  public var test: String?

  /// Where a function's code lies.
  public struct Place: Sendable, Hashable {
    /// The build id of its object.
    public var buildID: String
    /// The object's file.
    public var path: String
    /// Where it begins in the file.
    public var offset: UInt64

    /// A place.
    public init(buildID: String, path: String, offset: UInt64) {
      self.buildID = buildID
      self.path = path
      self.offset = offset
    }
  }

  /// A process is a pid and a start: pids are used again.
  public struct ProcessIdentity: Sendable, Hashable {
    /// In the initial pid namespace.
    public var pid: UInt32
    /// ns since boot.
    public var start: UInt64

    /// A process.
    public init(pid: UInt32, start: UInt64) {
      self.pid = pid
      self.start = start
    }
  }
}
