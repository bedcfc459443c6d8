internal import CElfutils

/// The functions that Go's runtime knows, for its tracebacks: stripping leaves them.
///
/// Layout (Go's `debug/gosym` and `cmd/link/internal/ld/pcln.go`): a magic number that tells the
/// version; the size of a pointer; words of that size: how many functions, how many files, from 1.18
/// on where the code begins, from 1.16 on the offsets of the tables. The table of functions has for
/// each the address of its code and the offset of its record, and at the end the address behind the
/// last. In 1.18 both are of 4 bytes and relative to the beginning of the code, before that they are
/// of a pointer's size and absolute. A record begins with the address and the offset of the name.
struct GoFunctionTable {
  private enum Version {
    case go1_2, go1_16, go1_18

    init?(magic: UInt64) {
      switch magic {
      case 0xFFFF_FFFB: self = .go1_2
      case 0xFFFF_FFFA: self = .go1_16
      // 1.20 changed how lines are told, not where functions are.
      case 0xFFFF_FFF0, 0xFFFF_FFF1: self = .go1_18
      default: return nil
      }
    }

    var fieldSize: Int { self == .go1_18 ? 4 : 8 }
  }

  /// Where the parts of a table are, in bytes from its beginning.
  private struct Parts {
    let names: Int
    let functions: Int
    /// What the offsets of records are relative to.
    let records: Int
  }

  private static let sectionNames = [".gopclntab", ".data.rel.ro.gopclntab"]
  /// Where the linker of C puts it when it makes the program: it joins sections by the beginnings of
  /// their names.
  private static let sharedSectionNames = [".data.rel.ro", ".rodata"]
  private static let wordsOffset = 8
  private static let headerSize = 72
  /// Names that mark a place in Go's code and are no functions.
  static let markers: Set<String> = [
    "runtime.text", "runtime.etext", "go.buildid", "go:buildid", "go:textfipsstart",
    "go:textfipsend",
  ]

  private let object: ObjectFile
  private let layout: CodeLayout
  private let section: ObjectFile.Section
  /// Where in the section the table begins.
  private let start: Int

  /// Finds the table; `nil` if there is none.
  init?(object: ObjectFile, layout: CodeLayout) throws(ObjectError) {
    self.object = object
    self.layout = layout
    if let own = Self.sectionNames.lazy.compactMap(object.section(named:)).first {
      (section, start) = (own, 0)
      return
    }
    guard object.section(named: ".go.buildinfo") != nil else { return nil }
    for section in Self.sharedSectionNames.compactMap(object.section(named:)) {
      let start = try object.withContent(of: section) { bytes throws(ObjectError) in
        Self.beginning(in: bytes)
      }
      guard let start else { continue }
      (self.section, self.start) = (section, start)
      return
    }
    return nil
  }

  /// The first place that looks like a header with its parts inside.
  private static func beginning(in bytes: UnsafeRawBufferPointer) -> Int? {
    stride(from: 0, to: bytes.count - headerSize, by: 8).first { start in
      guard let magic = bytes.number(at: start, size: 4), Version(magic: magic) != nil,
        bytes.number(at: start + 4, size: 2) == 0, bytes.number(at: start + 7, size: 1) == 8,
        [1, 2, 4].contains(bytes.number(at: start + 6, size: 1)),
        let count = bytes.number(at: start + wordsOffset, size: 8)
      else { return false }
      return count > 0 && count < UInt64((bytes.count - start) / 8)
    }
  }

  /// The functions; none if the table is of a version that is not known.
  func functions(source: Int) throws(ObjectError) -> [FoundCode] {
    try object.withContent(of: section) { content throws(ObjectError) in
      let bytes = UnsafeRawBufferPointer(rebasing: content[start...])
      guard let magic = bytes.number(at: 0, size: 4), let version = Version(magic: magic) else {
        return []
      }
      guard bytes.number(at: 7, size: 1) == 8 else {
        throw damage("its pointers are not of 8 bytes")
      }
      return try functions(bytes, version, source: source)
    }
  }

  private func functions(
    _ bytes: UnsafeRawBufferPointer, _ version: Version, source: Int
  ) throws(ObjectError) -> [FoundCode] {
    let parts = try parts(bytes, version)
    let field = version.fieldSize
    guard let count = word(0, bytes), count < UInt64(bytes.count / (2 * field)) else {
      throw damage("it claims more functions than it has room for")
    }
    let relocated = version == .go1_18 ? [:] : try relocations()
    let base = version == .go1_18 ? try codeBeginning(bytes) : 0
    var nameBytes = bytes.count
    var found: [FoundCode] = []
    var next = try address(0, bytes, parts, field, base, relocated)
    for index in 0..<Int(count) {
      let start = next
      next = try address(index + 1, bytes, parts, field, base, relocated)
      let entry = parts.functions + index * 2 * field
      // The name follows the address, which has a field of its own in the record.
      guard let record = bytes.number(at: entry + field, size: field),
        let nameOffset = bytes.number(at: Self.sum(parts.records, record, field), size: 4),
        let name = bytes.string(at: Self.sum(parts.names, nameOffset)), name.count <= nameBytes
      else { throw damage("function \(index) has no record or no name") }
      nameBytes -= name.count
      guard let place = layout.place(ofAddress: start) else { continue }
      let text = String(decoding: UnsafeRawBufferPointer(rebasing: name), as: UTF8.self)
      guard !text.isEmpty, !Self.markers.contains(text) else { continue }
      found.append(
        FoundCode(
          offset: place.offset, size: next > start ? next - start : 0, name: text,
          binding: .global, ineligible: place.ineligible, source: source))
    }
    return found
  }

  // MARK: Fields

  /// Where the table is in memory.
  private var address: UInt64 { section.address &+ UInt64(start) }

  private func word(_ index: Int, _ bytes: UnsafeRawBufferPointer) -> UInt64? {
    bytes.number(at: Self.wordsOffset + 8 * index, size: 8)
  }

  private func parts(
    _ bytes: UnsafeRawBufferPointer, _ version: Version
  ) throws(ObjectError) -> Parts {
    if version == .go1_2 { return Parts(names: 0, functions: 16, records: 0) }
    let first = version == .go1_16 ? 2 : 3
    guard let names = word(first, bytes), let functions = word(first + 4, bytes),
      names < UInt64(bytes.count), functions < UInt64(bytes.count)
    else { throw damage("its parts are outside of it") }
    return Parts(names: Int(names), functions: Int(functions), records: Int(functions))
  }

  private func address(
    _ index: Int, _ bytes: UnsafeRawBufferPointer, _ parts: Parts, _ field: Int, _ base: UInt64,
    _ relocated: [UInt64: UInt64]
  ) throws(ObjectError) -> UInt64 {
    let position = parts.functions + index * 2 * field
    guard let value = bytes.number(at: position, size: field) else {
      throw damage("function \(index) is outside of it")
    }
    return base &+ (relocated[address &+ UInt64(position)] ?? value)
  }

  /// An offset that leads nowhere if it is too large to be one.
  private static func sum(_ base: Int, _ offset: UInt64, _ more: Int = 0) -> Int {
    offset < 1 << 32 ? base + Int(offset) + more : -1
  }

  private func damage(_ what: String) -> ObjectError {
    .damaged("Go's table of functions (\(section.name)): \(what)")
  }

  // MARK: Where the code begins

  /// The table says it, or in position-independent programs the relocation of that field; otherwise
  /// it is where `.text` does, as it always was before programs with C in them.
  private func codeBeginning(_ bytes: UnsafeRawBufferPointer) throws(ObjectError) -> UInt64 {
    if let told = word(2, bytes), layout.place(ofAddress: told) != nil { return told }
    let field = address &+ UInt64(Self.wordsOffset + 2 * 8)
    if let told = try relocations()[field], layout.place(ofAddress: told) != nil { return told }
    guard let text = object.section(named: ".text") else { throw damage("there is no code to it") }
    return text.address
  }

  /// What the dynamic linker will write into the table, by the address that it writes to.
  private func relocations() throws(ObjectError) -> [UInt64: UInt64] {
    guard let table = object.section(named: ".rela.dyn") else { return [:] }
    #if arch(arm64)
      let relative = UInt64(R_AARCH64_RELATIVE)
    #else
      let relative = UInt64(R_X86_64_RELATIVE)
    #endif
    return try object.withContent(of: table) { bytes throws(ObjectError) in
      var found: [UInt64: UInt64] = [:]
      let size = MemoryLayout<Elf64_Rela>.size
      for index in 0..<(bytes.count / size) {
        let entry = bytes.loadUnaligned(fromByteOffset: index * size, as: Elf64_Rela.self)
        guard entry.r_info & 0xFFFF_FFFF == relative, entry.r_offset >= address,
          entry.r_offset - address < section.size
        else { continue }
        found[entry.r_offset] = UInt64(bitPattern: entry.r_addend)
      }
      return found
    }
  }
}
