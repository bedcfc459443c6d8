import Store

/// An analysis of libraries for programs.
///
/// Keys are added, never changed.
///
///     runs         how many runs were looked at
///     libraries    library_id, kind, name, version, package, build_id, path, processes, runs,
///                  pipelines (their names)
///     omitted      how many more there are
///     pipelines    when asked for: pipeline, libraries, omitted; null otherwise
struct LibraryAnalysisJSON {
  let analysis: LibraryAnalysis

  /// The text, with a line feed at its end.
  func render() -> [UInt8] {
    var text = JSONText(isIndented: true)
    text.append(
      .object([
        ("runs", .integer(analysis.runs)),
        ("libraries", .array(analysis.uses.elements.map(use))),
        ("omitted", .integer(analysis.uses.omitted)),
        ("pipelines", analysis.pipelines.map { .array($0.map(pipeline)) } ?? .null),
      ]))
    text.append(syntax: "\n")
    return text.bytes
  }

  private func pipeline(_ pipeline: LibraryAnalysis.Pipeline) -> JSONValue {
    .object([
      ("pipeline", JSONValue(pipeline.name)), ("libraries", .array(pipeline.uses.map(use))),
      ("omitted", .integer(pipeline.omitted)),
    ])
  }

  private func use(_ use: LibraryAnalysis.Use) -> JSONValue {
    let library = use.library
    return .object([
      ("library_id", .integer(library.id)), ("kind", .string(library.kind)),
      ("name", .text(library.name)), ("version", text(library.version)),
      ("package", text(library.package)), ("build_id", text(library.buildID)),
      ("path", .text(library.path)), ("processes", .integer(use.processes)),
      ("runs", .integer(use.runs)), ("pipelines", .array(use.pipelines.map { .string($0) })),
    ])
  }

  private func text(_ text: RawText?) -> JSONValue { text.map { .text($0) } ?? .null }
}
