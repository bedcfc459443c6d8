import ArgumentParser
import Store

/// `sonde analyze libraries`: which libraries were used, and how much.
struct AnalyzeLibrariesCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "libraries",
    abstract: "Tells which libraries processes used, and how much.",
    discussion: """
      Each library by kind, name, version and path, with the processes and runs that used it. \
      Two versions, or two places, are two libraries. A process that used a library at all counts \
      once for it.
      """
  )

  /// What comes first, or what the list is divided by.
  enum Grouping: String, CaseIterable, ExpressibleByArgument {
    case processes, runs, pipeline
  }

  @OptionGroup var selection: RunSelection

  @Option(
    help: ArgumentHelp(
      "Order by processes or by runs; or a list for each pipeline.",
      valueName: "processes|runs|pipeline"))
  var by: Grouping = .processes

  @Option(
    help: ArgumentHelp(
      "Only libraries of this kind.",
      valueName: LibraryKind.names("|")),
    transform: LibraryKind.init(parsing:))
  var kind: LibraryKind?

  @Option(
    help: ArgumentHelp(
      "How many libraries are listed; of each pipeline when they are listed by pipeline.",
      valueName: "number"))
  var top: Int = 20

  @OptionGroup var format: AnalysisFormat
  @OptionGroup var database: DatabaseOption

  func validate() throws {
    try RunSelection.check(top: top)
  }

  func print(_ reader: StoreReader, to file: OutputFile) throws {
    var filter = LibraryFilter()
    let runs = try selection.resolve(reader)
    (filter.runID, filter.pipeline) = (runs.runID, runs.pipeline)
    (filter.since, filter.until, filter.kind) = (runs.since, runs.until, kind)
    let analysis = try reader.libraries(
      filter, order: by == .runs ? .runs : .processes, top: top, byPipeline: by == .pipeline)
    switch format.choice {
    case .text:
      let text = LibraryAnalysisText(analysis: analysis, style: .fitting(file)).render()
      try file.write(Array(text.utf8))
    case .json: try file.write(LibraryAnalysisJSON(analysis: analysis).render())
    case .csv: try LibraryAnalysisCSV(analysis: analysis).write(to: file)
    }
  }
}

extension LibraryKind {
  fileprivate static func names(_ separator: String) -> String {
    allCases.map(\.rawValue).joined(separator: separator)
  }

  fileprivate init(parsing text: String) throws {
    guard let kind = LibraryKind(rawValue: text) else {
      throw ValidationError(
        "'\(TerminalText.escaped(text))' is no kind of library; there are "
          + LibraryKind.names(", "))
    }
    self = kind
  }
}
