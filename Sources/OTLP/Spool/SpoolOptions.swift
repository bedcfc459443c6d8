/// Where batches are kept on disk until a collector has them.
public struct SpoolOptions: Sendable, Equatable {
  /// A directory for this purpose alone; it is made. Several processes may share it. It should be
  /// on a local disk: locks do not work on every network file system.
  public var directory: String
  /// What all that is in it may take, in bytes.
  public var limit: Int

  /// Names a directory; the limit is in bytes.
  public init(directory: String, limit: Int = 64 << 20) {
    self.directory = directory
    self.limit = limit
  }
}
