import Store

/// An analysis of libraries for people.
struct LibraryAnalysisText {
  let analysis: LibraryAnalysis
  let style: TextStyle

  /// The whole text, with a line feed at its end.
  func render() -> String {
    guard !analysis.uses.elements.isEmpty else {
      let runs = Quantity.count(analysis.runs, "run", "runs")
      return "no use of a library is stored (of \(runs))\n"
    }
    let sections: [[String]]
    if let pipelines = analysis.pipelines {
      sections = pipelines.map { pipeline in
        let name = pipeline.name.map { TerminalText.escaped($0) }
        let title = name.map { "Pipeline \($0)" } ?? "Runs without a pipeline"
        return [style.emphasised(TerminalText.cut(title, to: style.columns), .strong)]
          + table(pipeline.uses, omitted: pipeline.omitted, hasPipelines: false)
      }
    } else {
      let title = "Libraries in \(Quantity.count(analysis.runs, "run", "runs"))"
      sections = [
        [style.emphasised(title, .strong)]
          + table(analysis.uses.elements, omitted: analysis.uses.omitted, hasPipelines: true)
      ]
    }
    return sections.map { $0.joined(separator: "\n") }.joined(separator: "\n\n") + "\n"
  }

  private func table(
    _ uses: [LibraryAnalysis.Use], omitted: Int64, hasPipelines: Bool
  ) -> [String] {
    var table = TextColumns(
      [
        ("processes", .right), ("runs", .right),
      ] + (hasPipelines ? [("pipelines", .right)] : []) + [
        ("kind", .left), ("name", .left), ("version", .left), ("package", .left),
        ("build id", .left), ("path", .left),
      ])
    for use in uses {
      let library = use.library
      table.add(
        [Quantity.count(use.processes), Quantity.count(use.runs)]
          + (hasPipelines ? [Quantity.count(Int64(use.pipelines.count))] : [])
          + [
            cell(RawText(library.kind), 13), cell(library.name, 24), cell(library.version, 14),
            cell(library.package, 18), cell(library.buildID, 9),
            TerminalText.escaped(library.path),
          ])
    }
    let more = omitted > 0 ? ["  … and \(Quantity.count(omitted)) more: --top"] : []
    return table.lines(style) + more
  }

  private func cell(_ text: RawText?, _ columns: Int) -> String {
    text.map { TerminalText.cut(TerminalText.escaped($0), to: columns) } ?? ""
  }
}
