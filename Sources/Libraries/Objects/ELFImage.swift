/// What an ELF shared object says about itself.
///
/// Layout (System V ABI, chapters 4 and 5): a header; program headers, which say where in memory
/// each stretch of the file goes; among them PT_DYNAMIC, a table of (tag, value), and PT_NOTE. The
/// dynamic table names strings by their address in memory, which the PT_LOAD entries lead back to an
/// offset in the file. All of it is of 32 or 64 bits and of either byte order, and none of it is
/// believed: counts are capped and reads end where the file does.
struct ELFImage {
  struct Segment {
    let type: UInt64
    let offset: UInt64
    let address: UInt64
    let size: UInt64
    let alignment: UInt64
  }

  static let notes: UInt64 = 4
  private static let load: UInt64 = 1
  private static let dynamic: UInt64 = 2
  private static let segmentLimit: UInt64 = 256

  let isWide: Bool
  let isBigEndian: Bool
  let header: BinaryFields
  let segments: [Segment]

  /// Reads the headers; `nil` for what is not an ELF shared object, nor, if that is what is looked
  /// for, a program that goes to a fixed place.
  init?(_ file: borrowing OpenFile, orProgram: Bool = false) {
    let bytes = file.bytes(at: 0, count: 64)
    guard bytes.count >= 52, bytes[..<4].elementsEqual([0x7F, 0x45, 0x4C, 0x46]),
      bytes[4] == 1 || bytes[4] == 2, bytes[5] == 1 || bytes[5] == 2
    else { return nil }
    isWide = bytes[4] == 2
    isBigEndian = bytes[5] == 2
    header = BinaryFields(bytes: bytes, isBigEndian: isBigEndian)
    // ET_DYN: what can be mapped into another program, or anywhere; ET_EXEC.
    let type = header.number(at: 16, size: 2)
    guard type == 3 || (orProgram && type == 2),
      let offset = header.number(at: isWide ? 32 : 28, size: isWide ? 8 : 4),
      let entrySize = header.number(at: isWide ? 54 : 42, size: 2),
      let count = header.number(at: isWide ? 56 : 44, size: 2),
      entrySize == (isWide ? 56 : 32)
    else { return nil }
    let table = file.bytes(
      at: offset, count: Int(min(count, Self.segmentLimit)) * Int(entrySize))
    let fields = BinaryFields(bytes: table, isBigEndian: isBigEndian)
    let isWide = isWide
    segments = stride(from: 0, to: table.count, by: Int(entrySize)).compactMap {
      Self.segment(fields, at: $0, isWide: isWide)
    }
  }

  private static func segment(_ fields: BinaryFields, at start: Int, isWide: Bool) -> Segment? {
    let word = isWide ? 8 : 4
    guard let type = fields.number(at: start, size: 4),
      let offset = fields.number(at: start + (isWide ? 8 : 4), size: word),
      let address = fields.number(at: start + (isWide ? 16 : 8), size: word),
      let size = fields.number(at: start + (isWide ? 32 : 16), size: word),
      let alignment = fields.number(at: start + (isWide ? 48 : 28), size: word)
    else { return nil }
    return Segment(
      type: type, offset: offset, address: address, size: size, alignment: alignment)
  }

  // MARK: DT_SONAME

  private static let tableLimit: UInt64 = 64 << 10
  private static let nameLimit = 256

  /// The name under which programs ask the dynamic linker for this object.
  func soname(in file: borrowing OpenFile) -> [UInt8]? {
    guard let segment = segments.first(where: { $0.type == Self.dynamic }) else { return nil }
    let table = BinaryFields(
      bytes: file.bytes(at: segment.offset, count: Int(min(segment.size, Self.tableLimit))),
      isBigEndian: isBigEndian)
    let word = isWide ? 8 : 4
    var name: UInt64?
    var strings: UInt64?
    var position = 0
    while let tag = table.number(at: position, size: word), tag != 0,
      let value = table.number(at: position + word, size: word)
    {
      if tag == 14 { name = value }
      if tag == 5 { strings = value }
      position += 2 * word
    }
    guard let name, let strings else { return nil }
    let (address, overflows) = strings.addingReportingOverflow(name)
    guard !overflows, let offset = fileOffset(ofAddress: address) else { return nil }
    let bytes = file.bytes(at: offset, count: Self.nameLimit)
    guard let end = bytes.firstIndex(of: 0), end > 0 else { return nil }
    return [UInt8](bytes[..<end])
  }

  private func fileOffset(ofAddress address: UInt64) -> UInt64? {
    for segment in segments
    where segment.type == Self.load && address >= segment.address
      && address - segment.address < segment.size
    {
      let (offset, overflows) = segment.offset.addingReportingOverflow(address - segment.address)
      return overflows ? nil : offset
    }
    return nil
  }
}
