internal import Logging
internal import Store
internal import Symbols

/// What debug information tells of objects.
extension CodeCoverage {
  /// Writes where functions are written in the source, and which are left only as copies inside of
  /// others, for the objects of which that is not known yet. May take seconds for a large program.
  public func writeLines() {
    guard let store = pipeline.store else { return }
    for object in objects where object.error == nil {
      guard let id = store.id(ofObject: object.number) else { continue }
      do {
        guard try !store.writer.hasLines(objectID: id),
          let lines = try DebugInformation.read(
            descriptor: object.target.descriptor, path: object.image.path,
            debugDirectories: options.debugDirectories)
        else { continue }
        try write(lines, id: id, store)
      } catch let error as ObjectError {
        log.warning("\(error.message(for: object.image.path))")
      } catch {
        log.warning("\(object.image.path): its source lines are not stored: \(error)")
      }
    }
  }

  private func write(_ lines: DebugInformation, id: Int64, _ store: SignalStore) throws {
    typealias Line = CoverageWriter.SourceLine
    try store.writer.writeLines(
      objectID: id, places: lines.places.mapValues { Line(file: $0.file, line: $0.line) },
      copies: lines.inlinedCopies,
      inlined: lines.inlinedAway.map {
        CoverageWriter.InlinedRow(
          name: $0.name, linkageName: $0.linkageName,
          place: $0.place.map { Line(file: $0.file, line: $0.line) }, copies: $0.copies)
      })
  }
}
