/// A path as the kernel side walked it: components from the leaf to the root, each
/// NUL-terminated. No components mean the root directory.
public struct PathComponents {
  /// The components, each with its NUL.
  public let bytes: UnsafeRawBufferPointer
  /// The walk ended before it reached the root.
  public let isCut: Bool

  /// Takes components as the kernel side wrote them.
  public init(bytes: UnsafeRawBufferPointer, isCut: Bool) {
    self.bytes = bytes
    self.isCut = isCut
  }

  /// How many bytes `write(to:)` writes.
  public var pathSize: Int { max(bytes.count, 1) + (isCut ? 3 : 0) }

  /// Writes the path in its usual order: it begins with `/`, or with `…/` when it is cut.
  /// Returns how many bytes were written: ``pathSize``.
  ///
  /// Each component gives up the NUL behind it for the slash before it, so the sizes agree.
  public func write(to output: UnsafeMutableRawPointer) -> Int {
    var used = 0
    if isCut {
      for byte in "…".utf8 {
        output.storeBytes(of: byte, toByteOffset: used, as: UInt8.self)
        used += 1
      }
    }
    guard let base = bytes.baseAddress, !bytes.isEmpty else {
      output.storeBytes(of: UInt8(ascii: "/"), toByteOffset: used, as: UInt8.self)
      return used + 1
    }
    var end = bytes.count - 1  // where the last component's NUL is
    while end > 0 {
      var begin = end
      while begin > 0, bytes[begin - 1] != 0 { begin -= 1 }
      output.storeBytes(of: UInt8(ascii: "/"), toByteOffset: used, as: UInt8.self)
      (output + used + 1).copyMemory(from: base + begin, byteCount: end - begin)
      used += 1 + end - begin
      end = begin - 1
    }
    return used
  }
}
