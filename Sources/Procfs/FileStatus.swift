internal import Glibc

/// What stat(2) says of a file, as far as anybody asks.
public struct FileStatus: Sendable, Equatable {
  /// Type and permissions.
  public let mode: UInt32
  /// The inode's number.
  public let inode: UInt64
  /// Bytes.
  public let size: Int

  /// Of the file that a path leads to; `nil`, and errno, when there is none.
  public init?(path: some Sequence<UInt8>) {
    var status = stat()
    let error = (Array(path) + [0]).withUnsafeBytes { bytes in
      bytes.baseAddress.map { stat($0.assumingMemoryBound(to: CChar.self), &status) } ?? -1
    }
    guard error == 0 else { return nil }
    self.init(status)
  }

  /// Of an open file; `nil`, and errno, when the descriptor is none.
  public init?(descriptor: Int32) {
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { return nil }
    self.init(status)
  }

  private init(_ status: stat) {
    mode = status.st_mode
    inode = UInt64(status.st_ino)
    size = Int(status.st_size)
  }

  /// Whether it is a directory.
  public var isDirectory: Bool { mode & S_IFMT == S_IFDIR }
  /// Whether it is an ordinary file.
  public var isRegular: Bool { mode & S_IFMT == S_IFREG }
}
