internal import CElfutils

/// Asks the sources of names in their order, until one has told enough.
struct FunctionReader {
  /// What was read.
  struct Result {
    let functions: [CodeFunction]
    let sources: [NameSource]
    let refusedDebugFiles: [String]
  }

  private let object: ObjectFile
  private let layout: CodeLayout
  private let path: String
  private let debugDirectories: [String]

  private var found: [FoundCode] = []
  private var sources: [NameSource] = []
  private var refusedDebugFiles: [String] = []

  init(object: ObjectFile, layout: CodeLayout, path: String, debugDirectories: [String]) {
    self.object = object
    self.layout = layout
    self.path = path
    self.debugDirectories = debugDirectories
  }

  /// The symbol table has every function. Where it was stripped, the debug file's has, or the one
  /// left inside. Where there is none, Go's runtime knows its own functions; of C and the like only
  /// what is exported has names, and the unwind table has the beginnings of the others.
  mutating func read() throws(ObjectError) -> Result {
    let hasSymbols = try readTable(ofType: SHT_SYMTAB, of: object, as: .symtab)
    try readTable(ofType: SHT_DYNSYM, of: object, as: .dynsym)
    if !hasSymbols, !readDebugFile(), try !readMiniDebugInformation() {
      try readGoTable()
      try readUnwindTable()
    }
    let list = FunctionList(found, isGo: isGo)
    return Result(
      functions: list.functions,
      sources: sources.indices.filter(list.contributors.contains).map { sources[$0] },
      refusedDebugFiles: refusedDebugFiles)
  }

  /// Whether the table had a function.
  @discardableResult
  private mutating func readTable(
    ofType type: Int32, of file: ObjectFile, as source: NameSource
  ) throws(ObjectError) -> Bool {
    guard let section = file.section(ofType: type) else { return false }
    var more = try SymbolTable(object: file, section: section, layout: layout)
      .functions(source: sources.count)
    if isGo {
      more.removeAll { GoFunctionTable.markers.contains($0.name) }
    }
    found += more
    sources.append(source)
    return !more.isEmpty
  }

  private var isGo: Bool { object.section(named: ".go.buildinfo") != nil }

  private mutating func readDebugFile() -> Bool {
    let search = DebugFileSearch(object: object, path: path, directories: debugDirectories)
    let (file, refused) = search.find { $0.section(ofType: SHT_SYMTAB) != nil }
    refusedDebugFiles = refused
    guard let file else { return false }
    do throws(ObjectError) {
      return try readTable(ofType: SHT_SYMTAB, of: file.object, as: .debugFile(file.path))
    } catch {
      // It is not the object that is damaged.
      refusedDebugFiles.append(file.path)
      return false
    }
  }

  private mutating func readMiniDebugInformation() throws(ObjectError) -> Bool {
    guard let inner = try MiniDebugInformation.object(in: object) else { return false }
    return try readTable(ofType: SHT_SYMTAB, of: inner, as: .miniDebugInformation)
  }

  private mutating func readGoTable() throws(ObjectError) {
    guard let table = try GoFunctionTable(object: object, layout: layout) else { return }
    found += try table.functions(source: sources.count)
    sources.append(.goFunctionTable)
  }

  private mutating func readUnwindTable() throws(ObjectError) {
    let known = FunctionList(found, isGo: isGo).functions
    let more = try UnwindTable(object: object, layout: layout).functions(source: sources.count)
    found += more.filter { !Self.isInside($0.offset, of: known) }
    sources.append(.unwindTable)
  }

  /// Whether an offset is in a function that is known, or begins one.
  private static func isInside(_ offset: UInt64, of known: [CodeFunction]) -> Bool {
    var low = 0
    var high = known.count
    while low < high {
      let middle = (low + high) / 2
      if known[middle].offset <= offset { low = middle + 1 } else { high = middle }
    }
    guard low > 0 else { return false }
    let last = known[low - 1]
    return offset == last.offset || offset - last.offset < last.size
  }
}
