internal import CElfutils
internal import Glibc

/// An open ELF file of this machine: its headers, read by libelf.
///
/// libelf reads with `pread` and maps nothing, so a file that somebody shortens meanwhile gives an
/// error and no SIGBUS.
final class ObjectFile {
  /// What a file is read for.
  enum Role {
    /// To be told of. The descriptor is the caller's.
    case program
    /// For what was stripped from another one. Its descriptor is closed at the end. Its segments are
    /// those of the other one, and are not read: there may be nothing behind them.
    case debugFile
  }

  /// A stretch of the file that is mapped, or that says something (PT_…).
  struct Segment {
    let type: UInt32
    let isCode: Bool
    let address: UInt64
    let offset: UInt64
    let size: UInt64
    let alignment: UInt64
  }

  /// A named stretch of the file (SHT_…).
  struct Section {
    let index: Int
    let name: String
    let type: UInt32
    let flags: UInt64
    let address: UInt64
    let offset: UInt64
    let size: UInt64
    let link: Int
  }

  /// What is read as a whole is no larger. Programs with a gigabyte of symbols are not known.
  private static let contentLimit: UInt64 = 1 << 30
  private static let sectionLimit = 1 << 20

  let elf: OpaquePointer
  let header: ELFHeader
  let fileSize: UInt64
  private let descriptor: Int32
  private let role: Role
  let segments: [Segment]
  let sections: [Section]

  /// Reads the headers.
  init(descriptor: Int32, role: Role = .program) throws(ObjectError) {
    self.descriptor = descriptor
    self.role = role
    // What was opened is closed again when this fails: deinit does not run for half an object.
    var opened: OpaquePointer?
    do throws(ObjectError) {
      header = try ELFHeader(descriptor: descriptor)
      fileSize = header.fileSize
      elf_version(UInt32(EV_CURRENT))
      guard let elf = elf_begin(descriptor, ELF_C_READ, nil) else {
        throw Self.damage("its header")
      }
      opened = elf
      guard elf_kind(elf) == ELF_K_ELF else { throw ObjectError.notELF }
      segments =
        role == .program ? try Self.segments(of: elf, fileSize: header.fileSize) : []
      sections = try Self.sections(of: elf, header: header)
      self.elf = elf
    } catch {
      elf_end(opened)
      if role == .debugFile { close(descriptor) }
      throw error
    }
  }

  deinit {
    elf_end(elf)
    if role == .debugFile { close(descriptor) }
  }

  /// libelf's last error, at a place.
  static func damage(_ place: String) -> ObjectError {
    let reason = elf_errmsg(-1).map { String(cString: $0) } ?? "no reason given"
    return .damaged("\(place): \(reason)")
  }

  // MARK: Headers

  private static func segments(
    of elf: OpaquePointer, fileSize: UInt64
  ) throws(ObjectError) -> [Segment] {
    var count = 0
    guard elf_getphdrnum(elf, &count) == 0 else { throw damage("its program headers") }
    var found: [Segment] = []
    for index in 0..<count {
      var raw = GElf_Phdr()
      guard gelf_getphdr(elf, Int32(truncatingIfNeeded: index), &raw) != nil else {
        throw damage("program header \(index)")
      }
      guard raw.p_offset <= fileSize, raw.p_filesz <= fileSize - raw.p_offset else {
        throw .damaged("segment \(index) reaches beyond its end, at \(fileSize) bytes")
      }
      found.append(
        Segment(
          type: raw.p_type, isCode: raw.p_flags & UInt32(PF_X) != 0, address: raw.p_vaddr,
          offset: raw.p_offset, size: raw.p_filesz, alignment: raw.p_align))
    }
    return found
  }

  private static func sections(
    of elf: OpaquePointer, header: ELFHeader
  ) throws(ObjectError) -> [Section] {
    guard header.hasSections else { return [] }
    var count = 0
    var names = 0
    guard elf_getshdrnum(elf, &count) == 0, elf_getshdrstrndx(elf, &names) == 0, count > 0,
      count <= sectionLimit
    else { throw damage("its section headers") }
    var found: [Section] = []
    for index in 0..<count {
      var raw = GElf_Shdr()
      guard let section = elf_getscn(elf, index), gelf_getshdr(section, &raw) != nil else {
        throw damage("section header \(index)")
      }
      found.append(
        Section(
          index: index,
          name: elf_strptr(elf, names, Int(raw.sh_name)).map { String(cString: $0) } ?? "",
          type: raw.sh_type, flags: raw.sh_flags, address: raw.sh_addr, offset: raw.sh_offset,
          size: raw.sh_size, link: Int(raw.sh_link)))
    }
    return found
  }

  func section(named name: String) -> Section? {
    sections.first { $0.name == name && $0.type != UInt32(SHT_NOBITS) }
  }

  func section(ofType type: Int32) -> Section? {
    sections.first { $0.type == UInt32(type) }
  }

  // MARK: Content

  /// Gives the bytes of a section to `body`; they are good for as long as that runs.
  func withContent<Result>(
    of section: Section, _ body: (UnsafeRawBufferPointer) throws(ObjectError) -> Result
  ) throws(ObjectError) -> Result {
    guard section.size <= Self.contentLimit else {
      throw .damaged("section \(section.name) claims \(section.size) bytes")
    }
    guard section.type != UInt32(SHT_NOBITS), section.size > 0 else {
      return try body(UnsafeRawBufferPointer(start: nil, count: 0))
    }
    guard let data = elf_rawdata(elf_getscn(elf, section.index), nil) else {
      throw Self.damage("section \(section.name)")
    }
    defer { withExtendedLifetime(self) {} }
    return try body(UnsafeRawBufferPointer(start: data.pointee.d_buf, count: data.pointee.d_size))
  }

  /// Bytes of the file, all of them.
  func bytes(at offset: UInt64, count: UInt64) throws(ObjectError) -> [UInt8] {
    guard count <= Self.contentLimit, offset <= fileSize, count <= fileSize - offset else {
      throw .damaged("\(count) bytes at \(offset) reach beyond its end, at \(fileSize) bytes")
    }
    return try ELFHeader.bytes(of: descriptor, at: offset, count: Int(count))
  }
}
