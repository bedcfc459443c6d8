internal import CZlib
internal import NIOCore

/// Compression as RFC 1952 has it.
enum Gzip {
  /// 15 bits of window, and 16 for gzip's own head and tail instead of zlib's.
  private static let windowBits: Int32 = 15 + 16
  private static let memoryLevel: Int32 = 8

  /// `nil` when there is no memory for it.
  static func compress(_ bytes: [UInt8]) -> ByteBuffer? {
    var stream = z_stream()
    let status = deflateInit2_(
      &stream, Z_BEST_SPEED, Z_DEFLATED, windowBits, memoryLevel, Z_DEFAULT_STRATEGY,
      ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    guard status == Z_OK else { return nil }
    defer { deflateEnd(&stream) }
    let bound = Int(deflateBound(&stream, UInt(bytes.count)))
    var output = ByteBufferAllocator().buffer(capacity: bound)
    let isWhole = bytes.withUnsafeBufferPointer { input in
      output.writeWithUnsafeMutableBytes(minimumWritableBytes: bound) { space in
        // zlib does not write there; its type is older than const.
        stream.next_in = UnsafeMutablePointer(mutating: input.baseAddress)
        stream.avail_in = UInt32(input.count)
        stream.next_out = space.bindMemory(to: UInt8.self).baseAddress
        stream.avail_out = UInt32(space.count)
        return deflate(&stream, Z_FINISH) == Z_STREAM_END ? Int(stream.total_out) : 0
      }
    }
    return isWhole > 0 ? output : nil
  }
}
