internal import CElfutils

/// An entry of the debug information (DIE), and the attributes of it that are asked for.
struct DwarfEntry {
  var raw: Dwarf_Die

  /// How many references from one entry to another are followed.
  private static let chainLimit = 16

  var tag: Int { mutatingCopy { Int(dwarf_tag(&$0)) } }
  var offset: UInt64 { mutatingCopy { dwarf_dieoffset(&$0) } }

  func has(_ attribute: Int) -> Bool {
    mutatingCopy { dwarf_hasattr(&$0, UInt32(attribute)) } != 0
  }

  /// What tells the entry from all others: entries of a supplementary file have offsets there.
  func key(in dwarf: OpaquePointer) -> UInt64 {
    let isSupplementary = dwarf_cu_getdwarf(raw.cu) != dwarf
    return offset | (isSupplementary ? 1 << 63 : 0)
  }

  /// The entry that all instances of a function, inlined or not, refer to at last
  /// (DW_AT_abstract_origin); the entry itself if it refers to none.
  func root() -> DwarfEntry {
    var entry = self
    for _ in 0..<Self.chainLimit {
      guard let next = entry.reference(DW_AT_abstract_origin) else { break }
      entry = next
    }
    return entry
  }

  private func reference(_ attribute: Int) -> DwarfEntry? {
    mutatingCopy { die -> DwarfEntry? in
      var found = Dwarf_Attribute()
      var result = Dwarf_Die()
      guard dwarf_attr(&die, UInt32(attribute), &found) != nil,
        dwarf_formref_die(&found, &result) != nil
      else { return nil }
      return DwarfEntry(raw: result)
    }
  }

  // MARK: Code

  /// The address of the entry of its code, if it has any. A function that was taken apart has a list
  /// of stretches, and compilers put first the one with the entry.
  func entryAddress() -> UInt64? {
    mutatingCopy { die -> UInt64? in
      var address: Dwarf_Addr = 0
      if dwarf_entrypc(&die, &address) == 0 { return address }
      guard dwarf_hasattr(&die, UInt32(DW_AT_ranges)) != 0 else { return nil }
      var base: Dwarf_Addr = 0
      var end: Dwarf_Addr = 0
      return dwarf_ranges(&die, 0, &base, &address, &end) > 0 ? address : nil
    }
  }

  // MARK: Words

  /// Attributes that are found by following the references to the declaration, too.
  func string(_ attribute: Int) -> String? {
    mutatingCopy { die -> String? in
      var found = Dwarf_Attribute()
      guard dwarf_attr_integrate(&die, UInt32(attribute), &found) != nil,
        let text = dwarf_formstring(&found)
      else { return nil }
      return String(cString: text)
    }
  }

  func number(_ attribute: Int) -> UInt64? {
    mutatingCopy { die -> UInt64? in
      var found = Dwarf_Attribute()
      var value: Dwarf_Word = 0
      guard dwarf_attr_integrate(&die, UInt32(attribute), &found) != nil,
        dwarf_formudata(&found, &value) == 0
      else { return nil }
      return value
    }
  }

  func flag(_ attribute: Int) -> Bool {
    mutatingCopy { die in
      var found = Dwarf_Attribute()
      var value = false
      return dwarf_attr_integrate(&die, UInt32(attribute), &found) != nil
        && dwarf_formflag(&found, &value) == 0 && value
    }
  }

  /// The path of the file of its declaration, as libdw keeps it; and the line.
  ///
  /// Not by `dwarf_decl_file`, which before elfutils 0.189 takes the file number 0 for none: in DWARF
  /// 5 it is the file that was compiled, and clang uses it.
  func declaration() -> (file: UnsafePointer<CChar>, line: Int)? {
    mutatingCopy { die -> (file: UnsafePointer<CChar>, line: Int)? in
      var line: Int32 = 0
      var attribute = Dwarf_Attribute()
      var index: Dwarf_Word = 0
      guard dwarf_decl_line(&die, &line) == 0, line > 0,
        dwarf_attr_integrate(&die, UInt32(DW_AT_decl_file), &attribute) != nil,
        dwarf_formudata(&attribute, &index) == 0,
        let file = Self.file(Int(truncatingIfNeeded: index), of: attribute.cu)
      else { return nil }
      return (file, Int(line))
    }
  }

  /// What the table of lines says of an address, for entries that say nothing: those of Go before
  /// 1.20.
  func line(ofAddress address: UInt64) -> (file: UnsafePointer<CChar>, line: Int)? {
    mutatingCopy { die -> (file: UnsafePointer<CChar>, line: Int)? in
      var unit = Dwarf_Die()
      var line: Int32 = 0
      guard dwarf_diecu(&die, &unit, nil, nil) != nil,
        let row = dwarf_getsrc_die(&unit, address), dwarf_lineno(row, &line) == 0, line > 0,
        let file = dwarf_linesrc(row, nil, nil)
      else { return nil }
      return (file, Int(line))
    }
  }

  private static func file(_ index: Int, of unit: OpaquePointer?) -> UnsafePointer<CChar>? {
    var entry = Dwarf_Die()
    var version: Dwarf_Half = 0
    var files: OpaquePointer?
    var count = 0
    guard dwarf_cu_die(unit, &entry, &version, nil, nil, nil, nil, nil) != nil,
      dwarf_getsrcfiles(&entry, &files, &count) == 0,
      index >= (version >= 5 ? 0 : 1), index < count
    else { return nil }
    return dwarf_filesrc(files, index, nil, nil)
  }

  /// The directory in which its unit was compiled.
  func compilationDirectory() -> String? {
    mutatingCopy { die -> String? in
      var unit = Dwarf_Die()
      guard dwarf_diecu(&die, &unit, nil, nil) != nil else { return nil }
      return DwarfEntry(raw: unit).string(DW_AT_comp_dir)
    }
  }

  /// libdw notes in an entry what it has learnt of its form, so it wants to write there.
  private func mutatingCopy<Result>(_ body: (inout Dwarf_Die) -> Result) -> Result {
    var copy = raw
    return body(&copy)
  }
}
