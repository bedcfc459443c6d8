internal import Glibc

/// The sizes of a filesystem, as `statvfs` tells them.
struct FilesystemSpace: Equatable, Sendable {
  let total: UInt64
  let used: UInt64
  let available: UInt64

  /// - Parameters:
  ///   - unit: The size of a block in bytes.
  ///   - free: Blocks that are free, those kept for root included.
  /// - Returns: `nil` for a filesystem without blocks, which takes no space.
  init?(unit: UInt64, blocks: UInt64, free: UInt64, available: UInt64) {
    guard unit > 0, blocks > 0 else { return nil }
    func bytes(_ count: UInt64) -> UInt64 {
      let (bytes, overflows) = count.multipliedReportingOverflow(by: unit)
      return overflows ? .max : bytes
    }
    total = bytes(blocks)
    used = bytes(blocks - min(free, blocks))
    self.available = bytes(min(available, blocks))
  }

  /// The space of the filesystem that is mounted at a path.
  init?(at path: String) {
    var status = statvfs()
    guard statvfs(path, &status) == 0 else { return nil }
    self.init(
      unit: UInt64(status.f_frsize), blocks: UInt64(status.f_blocks),
      free: UInt64(status.f_bfree), available: UInt64(status.f_bavail))
  }
}
