internal import Glibc

/// Reads from open files.
enum FileBytes {
  /// What a file has from its position on, cut after `limit` bytes, or `nil` on failure.
  static func read(_ file: Int32, limit: Int) -> [UInt8]? {
    var bytes: [UInt8] = []
    var chunk = 4096
    while bytes.count < limit {
      let filled = bytes.count
      let room = min(chunk, limit - filled)
      bytes.append(contentsOf: repeatElement(0, count: room))
      let count = bytes.withUnsafeMutableBytes { retryingRead(file, $0[filled...]) }
      guard let count else { return nil }
      bytes.removeLast(room - count)
      if count == 0 { break }
      chunk = min(chunk * 2, 1 << 20)
    }
    return bytes
  }

  private static func retryingRead(
    _ file: Int32, _ room: Slice<UnsafeMutableRawBufferPointer>
  ) -> Int? {
    let buffer = UnsafeMutableRawBufferPointer(rebasing: room)
    while true {
      let count = Glibc.read(file, buffer.baseAddress, buffer.count)
      if count >= 0 { return count }
      guard errno == EINTR else { return nil }
    }
  }
}
