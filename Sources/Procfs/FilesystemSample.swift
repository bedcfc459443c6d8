/// How full a filesystem is.
public struct FilesystemSample: Equatable, Sendable {
  /// Where it is mounted.
  public var mountPoint: String
  /// What it is on, such as `/dev/sda1`.
  public var device: String
  /// Its type, such as `ext4`.
  public var type: String
  /// Its size in bytes.
  public var total: UInt64
  /// Bytes that are taken.
  public var used: UInt64
  /// Bytes left for users without privileges. With what is used it makes less than the total
  /// where some are reserved.
  public var available: UInt64

  /// A sample with all that is known of a filesystem.
  public init(
    mountPoint: String, device: String, type: String, total: UInt64, used: UInt64,
    available: UInt64
  ) {
    self.mountPoint = mountPoint
    self.device = device
    self.type = type
    self.total = total
    self.used = used
    self.available = available
  }
}
