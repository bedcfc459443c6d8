internal import Glibc
public import Symbols

/// An object whose functions are in the map.
public struct CoveredObject: Sendable {
  /// Its number in the map.
  public let number: Int
  /// What it is.
  public let image: ObjectImage
  /// The probes of its functions, in the order of `image.functions`.
  public let probes: Range<Int>
  /// When it was mapped, if its probes came after that; ns before they were there.
  public internal(set) var late: UInt64?
  /// What is wrong with it.
  public internal(set) var error: String?
  /// The open file, of which nothing is read that could have changed meanwhile.
  let descriptor: Int32
  let identity: FileIdentity

  /// What tells one file from another, and one state of it from a later.
  struct FileIdentity: Hashable, Sendable {
    var device: UInt64
    var inode: UInt64
    var size: Int64
    var modified: Int64

    /// - Returns: `nil` when the file cannot be asked.
    init?(descriptor: Int32) {
      var status = stat()
      guard fstat(descriptor, &status) == 0 else { return nil }
      self.init(status)
    }

    init?(path: String) {
      var status = stat()
      guard stat(path, &status) == 0 else { return nil }
      self.init(status)
    }

    private init(_ status: stat) {
      device = UInt64(status.st_dev)
      inode = UInt64(status.st_ino)
      size = Int64(status.st_size)
      modified = Int64(status.st_mtim.tv_sec) * 1_000_000_000 + Int64(status.st_mtim.tv_nsec)
    }

    func isSameFile(as other: FileIdentity) -> Bool {
      device == other.device && inode == other.inode
    }
  }
}
