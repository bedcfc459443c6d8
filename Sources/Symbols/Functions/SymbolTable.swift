internal import CElfutils

/// The functions of a symbol table (`.symtab`, `.dynsym`).
///
/// Layout (System V ABI, chapter 4, "Symbol Table"): entries of 24 bytes, whose names are offsets in a
/// section of strings. Only what is defined, is code by its type, and lies where code is counts.
struct SymbolTable {
  let object: ObjectFile
  let section: ObjectFile.Section
  /// The layout of the program, also for the table of its debug file.
  let layout: CodeLayout

  /// Strings may overlap, but linkers let few do so: if names are together this many times as long
  /// as their section, the table was made to fill the memory.
  private static let overlapLimit = 4

  /// The functions, as the source at a position of the list.
  func functions(source: Int) throws(ObjectError) -> [FoundCode] {
    guard section.link > 0, section.link < object.sections.count else {
      throw .damaged("section \(section.name) has no section of names")
    }
    let strings = object.sections[section.link]
    return try object.withContent(of: section) { table throws(ObjectError) in
      try object.withContent(of: strings) { names throws(ObjectError) in
        try functions(table, names, source: source)
      }
    }
  }

  private func functions(
    _ table: UnsafeRawBufferPointer, _ names: UnsafeRawBufferPointer, source: Int
  ) throws(ObjectError) -> [FoundCode] {
    let entrySize = MemoryLayout<Elf64_Sym>.size
    var nameBytes = names.count * Self.overlapLimit
    var found: [FoundCode] = []
    for index in 0..<(table.count / entrySize) {
      let symbol = table.loadUnaligned(fromByteOffset: index * entrySize, as: Elf64_Sym.self)
      let type = Int32(symbol.st_info & 15)
      guard type == STT_FUNC || type == STT_GNU_IFUNC, symbol.st_shndx != UInt16(SHN_UNDEF),
        let place = layout.place(ofAddress: symbol.st_value)
      else { continue }
      guard let name = names.string(at: Int(symbol.st_name)) else {
        throw .damaged("symbol \(index) of \(section.name) has a name outside the names")
      }
      nameBytes -= name.count
      guard nameBytes >= 0 else {
        throw .damaged("the names of \(section.name) are longer than their section allows")
      }
      found.append(
        FoundCode(
          offset: place.offset, size: symbol.st_size, name: Self.withoutVersion(name),
          binding: Self.binding(symbol.st_info >> 4),
          ineligible: type == STT_GNU_IFUNC ? .indirect : place.ineligible,
          source: source))
    }
    return found
  }

  private static func binding(_ raw: UInt8) -> FoundCode.Binding {
    switch Int32(raw) {
    case STB_LOCAL: .local
    case STB_WEAK: .weak
    default: .global
    }
  }

  /// `memcpy@@GLIBC_2.14` is `memcpy`.
  private static func withoutVersion(_ name: Slice<UnsafeRawBufferPointer>) -> String {
    let end = name.dropFirst().firstIndex(of: 0x40) ?? name.endIndex
    return String(decoding: UnsafeRawBufferPointer(rebasing: name[..<end]), as: UTF8.self)
  }
}
