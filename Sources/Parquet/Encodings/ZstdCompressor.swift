internal import CZstd

/// Compresses page after page with one context, whose tables are used again.
struct ZstdCompressor: ~Copyable {
  private let context: OpaquePointer

  init(level: Int32) throws(ParquetError) {
    guard let context = ZSTD_createCCtx() else {
      throw ParquetError("zstd: no memory for its context; lower the compression level")
    }
    let code = ZSTD_CCtx_setParameter(context, ZSTD_c_compressionLevel, level)
    if ZSTD_isError(code) != 0 { ZSTD_freeCCtx(context) }
    try Self.check(code)
    self.context = context
  }

  deinit {
    ZSTD_freeCCtx(context)
  }

  /// Appends the bytes as one frame. Returns its size.
  @discardableResult
  func compress(
    _ bytes: UnsafeRawBufferPointer, to output: inout FlatArray<UInt8>
  ) throws(ParquetError) -> Int {
    output.reserve(ZSTD_compressBound(bytes.count))
    let size = ZSTD_compress2(
      context, output.base + output.count, output.capacity - output.count, bytes.baseAddress,
      bytes.count)
    try Self.check(size)
    output.extend(by: size)
    return size
  }

  private static func check(_ code: Int) throws(ParquetError) {
    guard ZSTD_isError(code) != 0 else { return }
    throw ParquetError("zstd: \(String(cString: ZSTD_getErrorName(code)))")
  }
}
