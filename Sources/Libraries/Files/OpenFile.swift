internal import Glibc

/// A regular file that is open for reading, and closed when this goes.
///
/// Nothing about the file is believed: its size may change while it is read, and what is asked for
/// may lie behind its end. Every read says how much it takes at most.
struct OpenFile: ~Copyable {
  private let descriptor: Int32
  let stamp: FileStamp

  /// Opens a file in a directory, unless it is anything but a regular file.
  ///
  /// The kind is looked at before as well: opening a device can set it in motion.
  ///
  /// - Parameter followsLinks: whether a link is followed, and by the kernel.
  init?(_ name: [UInt8], in directory: Int32, followsLinks: Bool = false) {
    var status = stat()
    let terminated = name + [0]
    let flags =
      O_RDONLY | (followsLinks ? 0 : O_NOFOLLOW) | O_NONBLOCK | O_CLOEXEC | O_NOCTTY
    let opened = terminated.withUnsafeCharacters { name in
      guard fstatat(directory, name, &status, followsLinks ? 0 : AT_SYMLINK_NOFOLLOW) == 0,
        status.st_mode & S_IFMT == S_IFREG
      else { return Int32(-1) }
      return openat(directory, name, flags)
    }
    guard opened >= 0 else { return nil }
    guard fstat(opened, &status) == 0, status.st_mode & S_IFMT == S_IFREG else {
      close(opened)
      return nil
    }
    descriptor = opened
    stamp = FileStamp(status)
  }

  deinit { close(descriptor) }

  /// Where the file is, as the kernel has it; `nil` if it has no name any more.
  var realPath: [UInt8]? {
    withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { buffer in
      guard let base = buffer.baseAddress else { return nil }
      let count = readlink("/proc/self/fd/\(descriptor)", base, buffer.count)
      guard count > 0, count < buffer.count else { return nil }
      let path = UnsafeRawBufferPointer(buffer).part(0..<count)
      return path.first == .slash && !path.ends(with: " (deleted)") ? [UInt8](path) : nil
    }
  }

  var size: UInt64 { UInt64(max(stamp.size, 0)) }

  /// The bytes at a place, fewer than asked for where the file ends.
  func bytes(at offset: UInt64, count: Int) -> [UInt8] {
    guard offset < size, count > 0 else { return [] }
    let wanted = Int(min(UInt64(count), size - offset))
    return [UInt8](unsafeUninitializedCapacity: wanted) { buffer, filled in
      while filled < wanted {
        let room = UnsafeMutableRawBufferPointer(
          rebasing: UnsafeMutableRawBufferPointer(buffer)[filled...])
        let read = pread(descriptor, room.baseAddress, room.count, off_t(offset) + off_t(filled))
        if read < 0, errno == EINTR { continue }
        guard read > 0 else { break }
        filled += read
      }
    }
  }

  /// Hands out one line after the other, without its end, until `body` returns `false`.
  ///
  /// - Parameter limit: How many bytes of the file are read at most.
  ///
  /// A line that is longer than the buffer is left out.
  func forEachLine(limit: Int, _ body: (UnsafeRawBufferPointer) -> Bool) {
    let room = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)
    defer { room.deallocate() }
    var filled = 0
    var offset = 0
    var isInLongLine = false
    while true {
      let wanted = min(room.count - filled, limit - offset)
      let read = wanted > 0 ? readOnce(room, at: filled, count: wanted, offset: offset) : 0
      offset += read
      let have = UnsafeRawBufferPointer(rebasing: room[..<(filled + read)])
      guard read > 0 else {
        if !isInLongLine, !have.isEmpty { _ = body(have) }
        return
      }
      guard let rest = have.handOutLines(skippingFirst: &isInLongLine, body) else { return }
      filled = have.count - rest
      if filled == room.count {
        filled = 0
        isInLongLine = true
      } else if rest > 0, filled > 0, let base = room.baseAddress {
        memmove(base, base + rest, filled)
      }
    }
  }

  private func readOnce(
    _ room: UnsafeMutableRawBufferPointer, at position: Int, count: Int, offset: Int
  ) -> Int {
    guard let base = room.baseAddress else { return 0 }
    while true {
      let read = pread(descriptor, base + position, count, off_t(offset))
      if read < 0, errno == EINTR { continue }
      return max(read, 0)
    }
  }
}

extension UnsafeRawBufferPointer {
  /// - Returns: Where the last, unfinished line begins; `nil` when no more lines are wanted.
  fileprivate func handOutLines(
    skippingFirst: inout Bool, _ body: (UnsafeRawBufferPointer) -> Bool
  ) -> Int? {
    guard let base = baseAddress else { return 0 }
    var start = 0
    while start < count,
      let end = memchr(base + start, Int32(UInt8.newline), count - start)
    {
      let length = UnsafeRawPointer(end) - (base + start)
      let line = UnsafeRawBufferPointer(start: base + start, count: length)
      start += length + 1
      if skippingFirst {
        skippingFirst = false
      } else if !body(line) {
        return nil
      }
    }
    return start
  }
}

extension Array where Element == UInt8 {
  /// Calls with the bytes as the C library wants names; they must end in a NUL.
  func withUnsafeCharacters<Result>(_ body: (UnsafePointer<CChar>) -> Result) -> Result {
    withUnsafeBufferPointer { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        guard let base = characters.baseAddress else { return "".withCString(body) }
        return body(base)
      }
    }
  }
}
