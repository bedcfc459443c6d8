internal import CElfutils

/// Asks the sources of names in their order, until one has told enough.
struct FunctionReader {
  let object: ObjectFile
  let layout: CodeLayout
  let path: String
  let debugDirectories: [String]

  func read() throws(ObjectError) -> (functions: [CodeFunction], sources: [NameSource]) {
    var sources: [NameSource] = []
    var found: [FoundCode] = []
    if let section = object.section(ofType: SHT_SYMTAB) {
      found += try functions(of: section, in: object, source: sources.count)
      sources.append(.symtab)
    }
    let isStripped = found.isEmpty
    if let section = object.section(ofType: SHT_DYNSYM) {
      found += try functions(of: section, in: object, source: sources.count)
      sources.append(.dynsym)
    }
    let list = FunctionList(found)
    _ = isStripped
    return (list.functions, sources.indices.filter(list.contributors.contains).map { sources[$0] })
  }

  private func functions(
    of section: ObjectFile.Section, in file: ObjectFile, source: Int
  ) throws(ObjectError) -> [FoundCode] {
    try SymbolTable(object: file, section: section, layout: layout).functions(source: source)
  }
}
