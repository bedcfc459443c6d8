internal import CElfutils

/// What was noted of functions, by the entry that all their instances refer to.
struct DwarfFunctions {
  private struct Function {
    let root: DwarfEntry
    var copies = 0
    var offsets: [UInt64] = []
  }

  /// What makes entries of several units those of one function: the linker's name if it is for all
  /// to see, otherwise the name and the place.
  private struct Identity: Hashable {
    let name: String
    let place: SourcePlace?
  }

  private struct Group {
    let name: String?
    let linkageName: String
    let place: SourcePlace?
    var isInlined = false
    var copies = 0
    /// Several entries may be of one piece of code: what several units have in common is linked once.
    var offsets: Set<UInt64> = []
  }

  private var functions: [UInt64: Function] = [:]
  private var places: [UInt64: SourcePlace] = [:]
  /// Paths by where libdw keeps them, since thousands of functions are of one file.
  private var paths: [UnsafePointer<CChar>: String] = [:]

  mutating func addAbstract(_ entry: DwarfEntry, key: UInt64) {
    if functions[key] == nil { functions[key] = Function(root: entry) }
  }

  mutating func addCopy(of root: DwarfEntry, key: UInt64) {
    functions[key, default: Function(root: root)].copies += 1
  }

  mutating func addInstance(
    _ entry: DwarfEntry, of root: DwarfEntry, key: UInt64, offset: UInt64, address: UInt64
  ) {
    functions[key, default: Function(root: root)].offsets.append(offset)
    if places[offset] == nil {
      places[offset] = place(of: entry) ?? place(entry.line(ofAddress: address), in: entry)
    }
  }

  // MARK: Result

  func result(splitUnits: Int) -> DebugInformation {
    var copy = self
    let groups = copy.groups()
    var inlinedCopies: [UInt64: Int] = [:]
    var away: [InlinedFunction] = []
    for group in groups {
      if group.offsets.isEmpty {
        guard group.copies > 0 || group.isInlined else { continue }
        away.append(Self.inlinedFunction(group))
      } else if group.copies > 0 {
        for offset in group.offsets { inlinedCopies[offset, default: 0] += group.copies }
      }
    }
    return DebugInformation(
      places: places, inlinedCopies: inlinedCopies,
      inlinedAway: away.sorted {
        ($0.name, $0.place?.file ?? "", $0.place?.line ?? 0)
          < ($1.name, $1.place?.file ?? "", $1.place?.line ?? 0)
      },
      splitUnits: splitUnits)
  }

  private mutating func groups() -> some Collection<Group> {
    var groups: [Identity: Group] = [:]
    for function in functions.values {
      let root = function.root
      let name = root.string(DW_AT_name)
      let linked = root.string(DW_AT_linkage_name) ?? root.string(DW_AT_MIPS_linkage_name)
      guard let linkageName = linked ?? name else { continue }
      let place = place(of: root)
      let isExternal = root.flag(DW_AT_external)
      let identity = Identity(name: linkageName, place: isExternal ? nil : place)
      var group =
        groups[identity]
        ?? Group(name: linked == nil ? name : nil, linkageName: linkageName, place: place)
      group.copies += function.copies
      group.offsets.formUnion(function.offsets)
      if root.number(DW_AT_inline) == UInt64(DW_INL_inlined) { group.isInlined = true }
      groups[identity] = group
    }
    return groups.values
  }

  private static func inlinedFunction(_ group: Group) -> InlinedFunction {
    InlinedFunction(
      name: group.name ?? Demangler.demangle(group.linkageName), linkageName: group.linkageName,
      place: group.place, copies: group.copies)
  }

  // MARK: Places

  private mutating func place(of entry: DwarfEntry) -> SourcePlace? {
    place(entry.declaration(), in: entry)
  }

  private mutating func place(
    _ found: (file: UnsafePointer<CChar>, line: Int)?, in entry: DwarfEntry
  ) -> SourcePlace? {
    guard let (file, line) = found else { return nil }
    if let known = paths[file] { return SourcePlace(file: known, line: line) }
    var path = String(cString: file)
    if !path.hasPrefix("/"), let directory = entry.compilationDirectory() {
      path = "\(directory)/\(path)"
    }
    path = path.split(separator: "/", omittingEmptySubsequences: false)
      .enumerated().filter { $0.element != "." || $0.offset == 0 }.map(\.element)
      .joined(separator: "/")
    paths[file] = path
    return SourcePlace(file: path, line: line)
  }
}
