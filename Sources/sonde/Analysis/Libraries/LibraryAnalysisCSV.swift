import Store

/// An analysis of libraries as CSV. By pipeline, each line begins with the pipeline.
struct LibraryAnalysisCSV {
  let analysis: LibraryAnalysis

  private static let columns = [
    "kind", "name", "version", "package", "build_id", "path", "processes", "runs", "pipelines",
  ]

  func write(to file: OutputFile) throws {
    let output = BufferedOutput(file)
    let lines = QueryLines.CSV(output)
    if let pipelines = analysis.pipelines {
      try lines.begin(["pipeline"] + Self.columns)
      for pipeline in pipelines {
        let name: QueryValue = pipeline.name.map { .text(RawText($0)) } ?? .null
        for use in pipeline.uses { try lines.add([name] + line(use)) }
      }
    } else {
      try lines.begin(Self.columns)
      for use in analysis.uses.elements { try lines.add(line(use)) }
    }
    try output.flush()
  }

  private func line(_ use: LibraryAnalysis.Use) -> [QueryValue] {
    let library = use.library
    return [.text(RawText(library.kind)), .text(library.name)]
      + [library.version, library.package, library.buildID].map { $0.map { .text($0) } ?? .null }
      + [
        .text(library.path), .integer(use.processes), .integer(use.runs),
        .integer(Int64(use.pipelines.count)),
      ]
  }
}
