internal import Logging
internal import Procfs
internal import Store
internal import Symbols

/// What the database learns about objects: beside the loop, since a program need not wait for it.
extension CodeCoverage {
  /// Writes the objects that have not been written, and asks what earlier coverages knew of them.
  func writeObjects() {
    guard let store = pipeline.store else { return unwritten.removeAll() }
    while let number = unwritten.first {
      do {
        let id = try write(objects[number], store)
        store.setObject(number, id: id)
        try remember(number, store)
      } catch {
        log.warning("not stored, to be tried again", metadata: ["error": "\(error)"])
        return
      }
      unwritten.removeFirst()
    }
  }

  private func write(_ object: CoveredObject, _ store: SignalStore) throws -> Int64 {
    let image = object.image
    let row = CodeObjectRow(
      buildID: image.buildID,
      kind: image.kind == .executable ? "executable" : "shared_object",
      namesFrom: image.nameSources.map(\.words), aliases: image.aliases, path: image.path,
      functions: image.functions.map {
        CodeFunctionRow(
          offset: $0.offset, size: $0.size, linkageName: $0.linkageName, name: $0.name,
          ineligible: $0.ineligible?.rawValue)
      })
    let bot = pipeline.bot
    return try store.writer.add(
      row, late: object.late.map { Int64(clamping: $0) },
      states: object.probes.map { (bot.probes[$0].state.rawValue, bot.probes[$0].reason) })
  }

  private func remember(_ number: Int, _ store: SignalStore) throws {
    let object = objects[number]
    let history = try store.writer.history(ofBuildID: object.image.buildID)
    guard !history.isEmpty else { return }
    for (function, probe) in zip(object.image.functions, object.probes) {
      guard let past = history[function.offset], past.coverages > 0 else { continue }
      pipeline.bot.setPrior(
        probe, ProbePrior(seen: past.seen, of: past.coverages, hits: past.hits))
    }
  }

  func write(error: String, of number: Int) {
    guard let store = pipeline.store, let id = store.id(ofObject: number) else { return }
    try? store.writer.setError(error, objectID: id)
    log.warning("\(objects[number].image.path): \(error)")
  }
}

extension NameSource {
  /// As the database has it.
  fileprivate var words: String {
    switch self {
    case .symtab: "symtab"
    case .dynsym: "dynsym"
    case .debugFile(let path): "debug file \(path)"
    case .miniDebugInformation: "gnu_debugdata"
    case .goFunctionTable: "gopclntab"
    case .unwindTable: "eh_frame"
    }
  }
}
