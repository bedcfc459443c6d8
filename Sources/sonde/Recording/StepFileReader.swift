import Glibc
import Procfs

/// Reads a part of a file that an engine has written, and that anybody may have put there: only of a
/// regular one, without following a link, and without waiting for it.
enum StepFileReader {
  static func read(_ path: String, offset: Int, size: Int) -> [UInt8]? {
    // Looked at before it is opened as well: opening a device can set it in motion.
    guard FileStatus(path: path.utf8)?.isRegular ?? false else { return nil }
    let descriptor = open(path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC | O_NOCTTY)
    guard descriptor >= 0 else { return nil }
    defer { close(descriptor) }
    guard let status = FileStatus(descriptor: descriptor), status.isRegular else { return nil }
    let wanted = min(size, max(status.size - offset, 0))
    return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while filled < wanted {
        let room = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        let count = pread(descriptor, room.baseAddress, room.count, off_t(offset + filled))
        if count < 0, errno == EINTR { continue }
        guard count > 0 else { break }
        filled += count
      }
    }
  }
}
