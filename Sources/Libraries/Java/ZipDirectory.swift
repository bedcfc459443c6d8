internal import CZlib

/// Finds one small file in a ZIP archive.
///
/// At the archive's end stands a record (22 bytes and a comment) that says where the directory is; an
/// entry of that has 46 bytes, the name and two variable parts, and says where the file's own header
/// is, of 30 bytes, its name and an extra part, behind which the content begins. Numbers are
/// little-endian. Archives of 4 GiB and more (ZIP64) are not read.
enum ZipDirectory {
  private static let directoryLimit = 4 << 20
  private static let contentLimit = 64 << 10
  private static let entryLimit = 1 << 16

  /// The content of the file of this name, cut at 64 KiB; `nil` if it is not to be found.
  static func content(of name: StaticString, in archive: borrowing OpenFile) -> [UInt8]? {
    guard let end = endRecord(archive), let size = end.number(at: 12, size: 4),
      let offset = end.number(at: 16, size: 4)
    else { return nil }
    let directory = BinaryFields(
      bytes: archive.bytes(at: offset, count: Int(min(size, UInt64(directoryLimit)))),
      isBigEndian: false)
    var position = 0
    for _ in 0..<entryLimit {
      guard directory.number(at: position, size: 4) == 0x0201_4B50,
        let nameSize = directory.number(at: position + 28, size: 2),
        let extraSize = directory.number(at: position + 30, size: 2),
        let commentSize = directory.number(at: position + 32, size: 2)
      else { return nil }
      let isWanted = directory.bytes.withUnsafeBytes {
        $0.part((position + 46)..<(position + 46 + Int(nameSize))).equals(name)
      }
      if isWanted { return content(ofEntryAt: position, directory, archive) }
      position += 46 + Int(nameSize + extraSize + commentSize)
    }
    return nil
  }

  private static func endRecord(_ archive: borrowing OpenFile) -> BinaryFields? {
    for room: UInt64 in [22, 22 + 65535] {
      let bytes = archive.bytes(at: archive.size - min(archive.size, room), count: Int(room))
      let fields = BinaryFields(bytes: bytes, isBigEndian: false)
      for start in stride(from: bytes.count - 22, through: 0, by: -1)
      where fields.number(at: start, size: 4) == 0x0605_4B50 {
        return BinaryFields(bytes: [UInt8](bytes[start...]), isBigEndian: false)
      }
    }
    return nil
  }

  private static func content(
    ofEntryAt position: Int, _ directory: BinaryFields, _ archive: borrowing OpenFile
  ) -> [UInt8]? {
    guard let method = directory.number(at: position + 10, size: 2),
      let packed = directory.number(at: position + 20, size: 4),
      let offset = directory.number(at: position + 42, size: 4)
    else { return nil }
    let header = BinaryFields(bytes: archive.bytes(at: offset, count: 30), isBigEndian: false)
    guard header.number(at: 0, size: 4) == 0x0403_4B50,
      let nameSize = header.number(at: 26, size: 2), let extraSize = header.number(at: 28, size: 2)
    else { return nil }
    let content = archive.bytes(
      at: offset + 30 + nameSize + extraSize, count: Int(min(packed, UInt64(contentLimit))))
    switch method {
    case 0: return content
    case 8: return inflated(content)
    default: return nil
    }
  }

  /// As much as can be had of deflated bytes, at most 64 KiB.
  private static func inflated(_ packed: [UInt8]) -> [UInt8]? {
    var packed = packed
    return packed.withUnsafeMutableBufferPointer { input -> [UInt8]? in
      var stream = z_stream()
      stream.next_in = input.baseAddress
      stream.avail_in = UInt32(input.count)
      // Negative: deflated bytes without a header.
      let size = Int32(MemoryLayout<z_stream>.size)
      guard inflateInit2_(&stream, -15, ZLIB_VERSION, size) == Z_OK else { return nil }
      defer { inflateEnd(&stream) }
      return [UInt8](unsafeUninitializedCapacity: contentLimit) { output, filled in
        stream.next_out = output.baseAddress
        stream.avail_out = UInt32(output.count)
        _ = inflate(&stream, Z_FINISH)
        filled = output.count - Int(stream.avail_out)
      }
    }
  }
}
