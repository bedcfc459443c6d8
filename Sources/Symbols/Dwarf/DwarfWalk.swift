internal import CElfutils

/// Goes over all entries of the debug information and notes those of functions.
///
/// A function that is inlined somewhere has an abstract entry, without code. Its own code, if there
/// is any left, and each inlined copy have entries that refer to it (DWARF 5, section 3.3.8).
/// A function of a header has an abstract entry in each unit that includes it.
struct DwarfWalk {
  /// Compilers nest no deeper than their programmers do.
  private static let depthLimit = 512

  private let dwarf: OpaquePointer
  private let layout: CodeLayout
  private var functions = DwarfFunctions()
  private var splitUnits = 0
  /// Entries come in the order of their offsets. Nothing is looked at twice, however the references
  /// of a damaged file lead.
  private var lastOffset: UInt64 = 0

  init(dwarf: OpaquePointer, layout: CodeLayout) {
    self.dwarf = dwarf
    self.layout = layout
  }

  /// libdw's last error, at a place.
  static func damage(_ place: String) -> ObjectError {
    let reason = dwarf_errmsg(-1).map { String(cString: $0) } ?? "no reason given"
    return .damaged("\(place): \(reason)")
  }

  mutating func run() throws(ObjectError) {
    var unit: OpaquePointer?
    while true {
      var next: OpaquePointer?
      var version: Dwarf_Half = 0
      var kind: UInt8 = 0
      var entry = Dwarf_Die()
      var split = Dwarf_Die()
      let result = dwarf_get_units(dwarf, unit, &next, &version, &kind, &entry, &split)
      guard result >= 0 else { throw Self.damage("its debug information") }
      guard result == 0, let next, next != unit else { return }
      unit = next
      switch Int(kind) {
      case DW_UT_type, DW_UT_split_type: continue
      case DW_UT_skeleton: splitUnits += 1
      default:
        lastOffset = DwarfEntry(raw: entry).offset
        try walk(entry, isLive: false, depth: 0)
      }
    }
  }

  func result() -> DebugInformation { functions.result(splitUnits: splitUnits) }

  /// Looks at what is in an entry. `isLive`: it is in a function whose code is there.
  private mutating func walk(
    _ parent: Dwarf_Die, isLive: Bool, depth: Int
  ) throws(ObjectError) {
    guard depth < Self.depthLimit else { throw damage(parent, "nested too deeply") }
    var parent = parent
    var child = Dwarf_Die()
    var result = dwarf_child(&parent, &child)
    while result == 0 {
      let entry = DwarfEntry(raw: child)
      guard entry.offset > lastOffset else { throw damage(child, "out of order") }
      lastOffset = entry.offset
      let isChildLive = note(entry, isLive: isLive)
      if dwarf_haschildren(&child) > 0 {
        try walk(child, isLive: isChildLive, depth: depth + 1)
      }
      var next = Dwarf_Die()
      result = dwarf_siblingof(&child, &next)
      child = next
    }
    guard result > 0 else { throw Self.damage("an entry of its debug information") }
  }

  /// Whether what is inside is in code that is there.
  private mutating func note(_ entry: DwarfEntry, isLive: Bool) -> Bool {
    switch entry.tag {
    case DW_TAG_inlined_subroutine:
      if isLive {
        let root = entry.root()
        functions.addCopy(of: root, key: root.key(in: dwarf))
      }
      return isLive
    case DW_TAG_subprogram:
      if let address = entry.entryAddress() {
        // The linker writes no address that is code for functions that it has thrown away.
        guard let place = layout.place(ofAddress: address) else { return false }
        let root = entry.root()
        functions.addInstance(
          entry, of: root, key: root.key(in: dwarf), offset: place.offset, address: address)
        return true
      }
      if entry.has(DW_AT_inline) { functions.addAbstract(entry, key: entry.key(in: dwarf)) }
      return false
    default:
      return isLive
    }
  }

  private func damage(_ entry: Dwarf_Die, _ what: String) -> ObjectError {
    let offset = String(DwarfEntry(raw: entry).offset, radix: 16)
    return .damaged("the entry at \(offset) of its debug information is \(what)")
  }
}
