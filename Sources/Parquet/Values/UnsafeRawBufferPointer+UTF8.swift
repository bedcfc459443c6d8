extension UnsafeRawBufferPointer {
  /// Whether the bytes are valid UTF-8.
  var isUTF8: Bool {
    if isASCII { return true }
    return (try? UTF8Span(validating: assumingMemoryBound(to: UInt8.self).span)) != nil
  }

  private var isASCII: Bool {
    var offset = 0
    var seen: UInt64 = 0
    while offset + 8 <= count {
      seen |= loadUnaligned(fromByteOffset: offset, as: UInt64.self)
      offset += 8
    }
    while offset < count {
      seen |= UInt64(self[offset])
      offset += 1
    }
    return seen & 0x8080_8080_8080_8080 == 0
  }
}
