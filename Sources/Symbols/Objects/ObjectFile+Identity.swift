internal import CElfutils
internal import Glibc

/// What an object says about itself as a whole.
extension ObjectFile {
  private static let interpreterLimit: UInt64 = 4096
  private static let noteLimit: UInt64 = 64 << 10
  private static let pieceSize: UInt64.Stride = 1 << 20
  /// Linkers write 8 to 32 bytes, Go 83.
  private static let descriptionLimit = 256
  /// Go's type of note (`internal/buildid`).
  private static let goNoteType: UInt32 = 4

  /// What tells this build from others: see `ObjectImage.buildID`.
  func identity() throws(ObjectError) -> String {
    if let found = buildID() { return found }
    var hash = SHA1()
    if let found = note(owner: "Go", type: Self.goNoteType) {
      hash.add(found)
      return "go:" + hash.finish()
    }
    var total: UInt64 = 0
    for segment in segments where segment.type == UInt32(PT_LOAD) && segment.isCode {
      total += segment.size
      guard total <= fileSize else { throw .damaged("its executable segments overlap") }
      for start in stride(from: 0, to: segment.size, by: Self.pieceSize) {
        let count = min(UInt64(Self.pieceSize), segment.size - start)
        hash.add(try bytes(at: segment.offset + start, count: count))
      }
    }
    return "sha1:" + hash.finish()
  }

  /// The GNU build id in lower-case hexadecimal.
  func buildID() -> String? {
    note(owner: "GNU", type: UInt32(NT_GNU_BUILD_ID))?.hexadecimal
  }

  /// The dynamic linker that a program asks for.
  func interpreter() throws(ObjectError) -> String? {
    guard let segment = segments.first(where: { $0.type == UInt32(PT_INTERP) }) else { return nil }
    let text = try bytes(at: segment.offset, count: min(segment.size, Self.interpreterLimit))
    return String(decoding: text.prefix { $0 != 0 }, as: UTF8.self)
  }

  /// Whether it is a program. A position-independent one has the type of a library; what tells it is
  /// a flag, or in older ones that it asks for a dynamic linker. libc.so.6 does so too, but has a
  /// name for programs to ask for.
  var isExecutable: Bool {
    if header.type == UInt16(ET_EXEC) { return true }
    let entries = dynamicEntries()
    if entries.contains(where: { $0.tag == Int64(DT_FLAGS_1) && $0.value & UInt64(DF_1_PIE) != 0 })
    {
      return true
    }
    return segments.contains { $0.type == UInt32(PT_INTERP) }
      && !entries.contains { $0.tag == Int64(DT_SONAME) }
  }

  private func dynamicEntries() -> [(tag: Int64, value: UInt64)] {
    guard let segment = segments.first(where: { $0.type == UInt32(PT_DYNAMIC) }),
      let table = try? bytes(at: segment.offset, count: min(segment.size, Self.noteLimit))
    else { return [] }
    return table.withUnsafeBytes { bytes in
      stride(from: 0, through: bytes.count - 16, by: 16).map {
        (
          bytes.loadUnaligned(fromByteOffset: $0, as: Int64.self),
          bytes.loadUnaligned(fromByteOffset: $0 + 8, as: UInt64.self)
        )
      }
    }
  }

  // MARK: Notes

  /// The content of the first such note. Sections are asked first: in a file of debug symbols the
  /// segments are those of the program, and lead nowhere.
  private func note(owner: String, type: UInt32) -> [UInt8]? {
    for section in sections where section.type == UInt32(SHT_NOTE) {
      // libelf pads as the alignment of the section says.
      if section.size <= Self.noteLimit,
        let data = elf_getdata(elf_getscn(elf, section.index), nil),
        let found = Self.note(in: data, owner: owner, type: type)
      {
        return found
      }
    }
    for segment in segments where segment.type == UInt32(PT_NOTE) && segment.size <= Self.noteLimit
    {
      let kind = segment.alignment == 8 ? ELF_T_NHDR8 : ELF_T_NHDR
      if let data = elf_getdata_rawchunk(elf, Int64(segment.offset), Int(segment.size), kind),
        let found = Self.note(in: data, owner: owner, type: type)
      {
        return found
      }
    }
    return nil
  }

  private static func note(
    in data: UnsafeMutablePointer<Elf_Data>, owner: String, type: UInt32
  ) -> [UInt8]? {
    let bytes = UnsafeRawBufferPointer(start: data.pointee.d_buf, count: data.pointee.d_size)
    var position = 0
    while position < bytes.count {
      var header = GElf_Nhdr()
      var name = 0
      var content = 0
      let next = gelf_getnote(data, position, &header, &name, &content)
      guard next > position else { return nil }
      let nameEnd = name + Int(header.n_namesz)
      let contentEnd = content + Int(header.n_descsz)
      if header.n_type == type, nameEnd <= bytes.count, contentEnd <= bytes.count,
        bytes[name..<nameEnd].prefix(while: { $0 != 0 }).elementsEqual(owner.utf8),
        (1...descriptionLimit).contains(Int(header.n_descsz))
      {
        return [UInt8](bytes[content..<contentEnd])
      }
      position = next
    }
    return nil
  }
}
