internal import CElfutils

/// Where functions begin and end, as the search for handlers of exceptions needs it (`.eh_frame`).
///
/// Layout (Linux Standard Base, "Exception Frames"): common entries (CIE), which say how the others
/// are written; and an entry for each function (FDE): where its code begins, how long it is, and how
/// the registers of its caller are found from each of its instructions.
struct UnwindTable {
  let object: ObjectFile
  let layout: CodeLayout

  /// What an entry is about.
  private struct Entry {
    let address: UInt64
    let size: UInt64
    let isPart: Bool
  }

  /// The beginnings, without names. What is behind an entry that cannot be read is not found.
  func functions(source: Int) throws(ObjectError) -> [FoundCode] {
    guard let section = object.section(named: ".eh_frame"), section.size <= 1 << 30,
      let data = elf_rawdata(elf_getscn(object.elf, section.index), nil)
    else { return [] }
    return entries(data, address: section.address).compactMap { entry in
      guard let place = layout.place(ofAddress: entry.address),
        place.ineligible != .procedureLinkage
      else { return nil }
      let isEntry = object.isExecutable && entry.address == object.header.entry
      return FoundCode(
        offset: place.offset, size: entry.size, name: "", binding: .none,
        ineligible: place.ineligible ?? (isEntry ? .startup : entry.isPart ? .part : nil),
        source: source)
    }
  }

  private func entries(_ data: UnsafeMutablePointer<Elf_Data>, address: UInt64) -> [Entry] {
    let bytes = UnsafeRawBufferPointer(start: data.pointee.d_buf, count: data.pointee.d_size)
    let identity = elf_getident(object.elf, nil)
    var formats: [UInt64: UnwindFormat] = [:]
    var found: [Entry] = []
    var offset: Dwarf_Off = 0
    while true {
      var entry = Dwarf_CFI_Entry()
      var next: Dwarf_Off = 0
      let result = identity.map { base in
        base.withMemoryRebound(to: UInt8.self, capacity: Int(EI_NIDENT)) {
          dwarf_next_cfi($0, data, true, offset, &next, &entry)
        }
      }
      guard result == 0, next > offset else { return found }
      if entry.CIE_id == UInt64.max {
        formats[offset] = UnwindFormat(entry.cie)
      } else if let format = formats[entry.fde.CIE_pointer], let base = bytes.baseAddress,
        let read = Self.read(
          bytes, from: UnsafeRawPointer(entry.fde.start) - base,
          to: UnsafeRawPointer(entry.fde.end) - base, address: address, format)
      {
        found.append(read)
      }
      offset = next
    }
  }

  private static func read(
    _ bytes: UnsafeRawBufferPointer, from start: Int, to end: Int, address: UInt64,
    _ format: UnwindFormat
  ) -> Entry? {
    guard !format.isSignalFrame, start >= 0, end <= bytes.count else { return nil }
    let size = format.pointerSize
    guard var value = bytes.number(at: start, size: size),
      let length = bytes.number(at: start + size, size: size)
    else { return nil }
    if format.isSigned { value = value.extended(from: size) }
    if format.isRelative { value = value &+ address &+ UInt64(start) }
    var position = start + 2 * size
    if format.hasAugmentation {
      guard let count = bytes.variableNumber(at: &position), count < UInt64(bytes.count) else {
        return nil
      }
      position += Int(count)
    }
    guard length > 0, position <= end else { return nil }
    let instructions = UnsafeRawBufferPointer(rebasing: bytes[position..<end])
    return Entry(address: value, size: length, isPart: Self.isPart(instructions))
  }

  /// At the entry of a function the stack is as the call left it, which the common entry tells. Where
  /// more is known before the first instruction, the code is a piece that is jumped to.
  private static func isPart(_ instructions: UnsafeRawBufferPointer) -> Bool {
    // DW_CFA_nop
    guard let first = instructions.first(where: { $0 != 0 }) else { return false }
    // DW_CFA_offset; and DW_CFA_offset_extended, DW_CFA_def_cfa and those like it.
    return first >> 6 == 2 || [0x05, 0x0C, 0x0D, 0x0E, 0x0F, 0x12, 0x13].contains(first)
  }
}

extension UInt64 {
  fileprivate func extended(from size: Int) -> UInt64 {
    let unused = UInt64(64 - 8 * size)
    return UInt64(bitPattern: Int64(bitPattern: self << unused) >> Int64(unused))
  }
}
