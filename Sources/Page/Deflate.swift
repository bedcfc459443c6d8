internal import CZlib

/// Compression as RFC 1950 has it, which browsers call `deflate`.
enum Deflate {
  /// The bytes compressed; `nil` when there is no memory for it.
  static func compress(_ bytes: [UInt8]) -> [UInt8]? {
    var size = compressBound(UInt(bytes.count))
    var output = [UInt8](repeating: 0, count: Int(size))
    guard compress2(&output, &size, bytes, UInt(bytes.count), Z_DEFAULT_COMPRESSION) == Z_OK else {
      return nil
    }
    return Array(output.prefix(Int(size)))
  }
}
