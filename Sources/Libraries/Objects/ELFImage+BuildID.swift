/// The build id is a note: sizes of name and content, a type, the name, the content, each padded.
extension ELFImage {
  private static let noteLimit: UInt64 = 64 << 10
  /// Linkers write 8, 16 or 20 bytes; more than this is nonsense.
  private static let identityLimit = 64
  private static let sectionLimit: UInt64 = 256

  /// The build id in lower-case hexadecimal, from the segments, else from the sections: an object
  /// whose segments hold no notes may still have kept its section.
  func buildID(in file: borrowing OpenFile) -> String? {
    for segment in segments where segment.type == Self.notes {
      if let found = buildID(
        in: file, offset: segment.offset, size: segment.size, alignment: segment.alignment)
      {
        return found
      }
    }
    return buildIDOfSections(in: file)
  }

  private func buildIDOfSections(in file: borrowing OpenFile) -> String? {
    guard let offset = header.number(at: isWide ? 40 : 32, size: isWide ? 8 : 4), offset > 0,
      let entrySize = header.number(at: isWide ? 58 : 46, size: 2),
      let count = header.number(at: isWide ? 60 : 48, size: 2),
      entrySize == (isWide ? 64 : 40)
    else { return nil }
    let table = BinaryFields(
      bytes: file.bytes(at: offset, count: Int(min(count, Self.sectionLimit)) * Int(entrySize)),
      isBigEndian: isBigEndian)
    let word = isWide ? 8 : 4
    for start in stride(from: 0, to: table.bytes.count, by: Int(entrySize)) {
      // SHT_NOTE
      guard table.number(at: start + 4, size: 4) == 7,
        let offset = table.number(at: start + (isWide ? 24 : 16), size: word),
        let size = table.number(at: start + (isWide ? 32 : 20), size: word),
        let alignment = table.number(at: start + (isWide ? 48 : 32), size: word)
      else { continue }
      if let found = buildID(in: file, offset: offset, size: size, alignment: alignment) {
        return found
      }
    }
    return nil
  }

  private func buildID(
    in file: borrowing OpenFile, offset: UInt64, size: UInt64, alignment: UInt64
  ) -> String? {
    let notes = BinaryFields(
      bytes: file.bytes(at: offset, count: Int(min(size, Self.noteLimit))),
      isBigEndian: isBigEndian)
    let step = alignment == 8 ? 8 : 4
    var position = 0
    while let nameSize = notes.number(at: position, size: 4),
      let contentSize = notes.number(at: position + 4, size: 4),
      let type = notes.number(at: position + 8, size: 4),
      nameSize <= Self.noteLimit, contentSize <= Self.noteLimit
    {
      let name = position + 12
      let content = (name + Int(nameSize)).rounded(upTo: step)
      let end = content + Int(contentSize)
      guard end <= notes.bytes.count else { return nil }
      // NT_GNU_BUILD_ID
      if type == 3,
        notes.bytes[name..<(name + Int(nameSize))].elementsEqual([0x47, 0x4E, 0x55, 0]),
        (1...Self.identityLimit).contains(Int(contentSize))
      {
        return notes.bytes[content..<end].hexadecimal
      }
      position = end.rounded(upTo: step)
    }
    return nil
  }
}

extension Int {
  fileprivate func rounded(upTo step: Int) -> Int { (self + step - 1) / step * step }
}

extension Sequence where Element == UInt8 {
  fileprivate var hexadecimal: String {
    let digits = Array("0123456789abcdef".utf8)
    return String(
      decoding: flatMap { [digits[Int($0 >> 4)], digits[Int($0 & 15)]] }, as: UTF8.self)
  }
}
