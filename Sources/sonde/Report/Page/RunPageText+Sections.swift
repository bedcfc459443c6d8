import Page
import Probes
import Store

/// The tables.
extension RunPageText {
  /// Programs of a table; the rest is counted.
  private static let limit = 100

  // MARK: Steps

  var steps: PageContents.Section? {
    guard let steps = timeline.steps, !steps.isEmpty else { return nil }
    var section = PageContents.Section(anchor: "steps-table", heading: "Steps")
    var table = PageContents.Table([
      "step", "engine", "ended", "#took", "#processes", "#CPU", "#peak memory", "#read", "#written",
    ])
    // What failed first, then what took longest.
    let sorted = steps.enumerated().sorted { left, right in
      if isBad(left.element) != isBad(right.element) { return isBad(left.element) }
      let (first, second) = (length(left.element) ?? .max, length(right.element) ?? .max)
      return first == second ? left.offset < right.offset : first > second
    }
    table.rows = sorted.prefix(Self.limit).map { row($0.element) }
    table.omitted = Int64(max(sorted.count - Self.limit, 0))
    section.table = table
    return section
  }

  private func isBad(_ step: RunTimeline.Step) -> Bool {
    step.signal != nil || (step.exitCode ?? 0) != 0
  }

  private func length(_ step: RunTimeline.Step) -> Int64? {
    step.ended.map { max($0.subtractingClamped(step.started), 0) }
  }

  private func row(_ step: RunTimeline.Step) -> [PageContents.Cell] {
    let end =
      step.signal.map { "by \(TerminalText.escaped($0))" }
      ?? step.exitCode.map { "exit status \($0)" } ?? "not seen"
    let tone: PageContents.Tone =
      isBad(step) ? .bad : step.exitCode == nil ? .doubtful : .good
    return [
      .init(TerminalText.escaped(step.label), isCode: true),
      .init(TerminalText.escaped(step.engine)),
      .init(end, tone: tone), .init(length(step).map(Quantity.duration) ?? ""),
      .init(Quantity.count(step.processes)), .init(step.cpu.map(seconds) ?? ""),
      .init(step.peakRSS.map(Quantity.size) ?? ""), .init(step.readBytes.map(Quantity.size) ?? ""),
      .init(step.writeBytes.map(Quantity.size) ?? ""),
    ]
  }

  private func seconds(_ seconds: Double) -> String {
    Quantity.duration(Int64(exactly: (seconds * 1e9).rounded()) ?? 0)
  }

  // MARK: Time

  /// The critical path by program and, where it is known, what the time of each program was.
  var time: PageContents.Section? {
    if let spent = timeline.timeSpent, !spent.isEmpty { return timeSpent(spent) }
    guard let path = analysis?.criticalPath, path.duration > 0, !path.tools.isEmpty else {
      return nil
    }
    var section = PageContents.Section(
      anchor: "time", heading: "Where the time went", note: pathNote)
    section.facts = pathFacts
    var table = PageContents.Table(["program", "share of the critical path", "#time", "#stretches"])
    table.rows = path.tools.prefix(Self.limit).map { tool in
      let share = Double(tool.time) / Double(path.duration)
      var bar = PageContents.Cell("\(Quantity.significant(100 * share)) %")
      bar.bar = [share]
      return [
        .init(tool.name.map { TerminalText.escaped($0) } ?? "not known", isCode: true), bar,
        .init(Quantity.duration(tool.time)), .init(Quantity.count(tool.segments)),
      ]
    }
    table.omitted = Int64(max(path.tools.count - Self.limit, 0))
    section.table = table
    return section
  }

  private var pathNote: String {
    "The critical path is the chain of processes by whose ends the run's end came when it did: at "
      + "each moment, of the children that had ended, the one that ended last."
  }

  private var pathFacts: [PageContents.Fact] {
    guard let analysis else { return [] }
    let (path, parallel) = (analysis.criticalPath, analysis.parallelism)
    var facts: [PageContents.Fact] = []
    if !parallel.buckets.isEmpty {
      facts.append(
        .init(
          label: "alive",
          text: "\(Quantity.significant(parallel.aliveMean)) processes on average, "
            + "\(Quantity.count(parallel.aliveMax)) at most"))
      facts.append(
        .init(
          label: "busy", text: "\(Quantity.significant(parallel.busyMean)) processors on average"))
    }
    if path.unattributed > 0 {
      facts.append(
        .init(label: "of no process", text: Quantity.duration(path.unattributed), isDoubtful: true))
    }
    return facts
  }

  private func timeSpent(_ spent: [RunTimeline.TimeSpent]) -> PageContents.Section {
    var section = PageContents.Section(
      anchor: "time", heading: "Where the time went",
      note: "The time of all threads of each program's processes, added up. " + pathNote)
    section.facts = pathFacts
    if let path = analysis?.criticalPath, path.duration > 0 {
      let parts = path.tools.prefix(5).map { tool in
        let share = 100 * Double(tool.time) / Double(path.duration)
        return "\(tool.name.map { text.name($0) } ?? "not known") \(Quantity.significant(share)) %"
      }
      section.facts.append(.init(label: "critical path", text: parts.joined(separator: ", ")))
    }
    let names = RunTimeline.TimeSplit.names
    var table = PageContents.Table(
      ["program", "", "#processes", "#threads' time"]
        + names.map {
          "#" + $0.split(separator: "_").joined(separator: " ")
        })
    table.rows = spent.prefix(Self.limit).map { row($0) }
    table.omitted = Int64(max(spent.count - Self.limit, 0))
    section.table = table
    return section
  }

  private func row(_ spent: RunTimeline.TimeSpent) -> [PageContents.Cell] {
    let all = spent.split.threads ?? 0
    var bar: PageContents.Cell = ""
    if all > 0 { bar.bar = spent.split.parts.map { ($0 ?? 0) / all } }
    return [
      .init(TerminalText.escaped(spent.tool), isCode: true), bar,
      .init(Quantity.count(spent.processes)), .init(spent.split.threads.map(seconds) ?? ""),
    ] + spent.split.parts.map { .init($0.map { $0 > 0 ? seconds($0) : "0" } ?? "not known") }
  }

  // MARK: Programs, files, libraries

  var tools: PageContents.Section? {
    guard !report.tools.isEmpty else { return nil }
    var section = PageContents.Section(anchor: "programs", heading: "Programs")
    var table = PageContents.Table([
      "program", "#processes", "#nonzero", "#wall", "#CPU", "#peak memory", "#read", "#written",
    ])
    func unless(_ isMissing: Bool, _ text: String) -> String { isMissing ? "missing" : text }
    let (noEnds, noTotals) = (missing.contains(.exit), missing.contains(.switch))
    table.rows = report.tools.prefix(Self.limit).map { tool in
      [
        .init(TerminalText.escaped(tool.name), isCode: true), .init(Quantity.count(tool.processes)),
        .init(unless(noEnds, Quantity.count(tool.nonZero))),
        .init(Quantity.duration(tool.wallTime)),
        .init(unless(noTotals, Quantity.duration(tool.userTime + tool.systemTime))),
        .init(text.peak(tool.peakRSS, tool.peakRSSSource)),
        .init(unless(noTotals, Quantity.size(tool.readBytes))),
        .init(unless(noTotals, Quantity.size(tool.writeBytes))),
      ]
    }
    table.omitted = Int64(max(report.tools.count - Self.limit, 0))
    section.table = table
    return section
  }

  var files: PageContents.Section? {
    guard !timeline.files.elements.isEmpty else { return nil }
    let isCounted = timeline.files.elements.contains {
      $0.bytesRead != nil || $0.bytesWritten != nil
    }
    var section = PageContents.Section(
      anchor: "files", heading: "Files",
      note: isCounted
        ? nil
        : "Bytes were not counted: [capture] file_bytes was off. Files that were written come "
          + "first, then those that were opened most.")
    var table = PageContents.Table(
      ["path", "use", "#processes", "#opened", "#failed"]
        + (isCounted ? ["#read", "#written"] : []))
    table.rows = timeline.files.elements.map { file in
      let use = [file.isRead ? "read" : nil, file.isWritten ? "written" : nil]
        .compactMap(\.self).joined(separator: ", ")
      var failed = PageContents.Cell(Quantity.count(file.failed))
      if file.failed > 0, let error = file.error {
        failed.text += " \(TerminalText.escaped(error))"
      }
      let bytes = [file.bytesRead, file.bytesWritten].map {
        PageContents.Cell($0.map(Quantity.size) ?? "not counted")
      }
      return [
        .init(TerminalText.escaped(file.path), isCode: true), .init(use),
        .init(Quantity.count(file.processes)), .init(Quantity.count(file.opens)), failed,
      ] + (isCounted ? bytes : [])
    }
    table.omitted = timeline.files.omitted
    section.table = table
    return section
  }

  var libraries: PageContents.Section? {
    guard !timeline.libraries.elements.isEmpty else { return nil }
    var section = PageContents.Section(anchor: "libraries", heading: "Libraries")
    var table = PageContents.Table(["library", "kind", "version", "package", "#processes"])
    table.rows = timeline.libraries.elements.map { library in
      [
        .init(TerminalText.escaped(library.name), isCode: true),
        .init(TerminalText.escaped(library.kind)),
        .init(library.version.map { TerminalText.escaped($0) } ?? "not known"),
        .init(library.package.map { TerminalText.escaped($0) } ?? ""),
        .init(Quantity.count(library.processes)),
      ]
    }
    table.omitted = timeline.libraries.omitted
    section.table = table
    return section
  }

  // MARK: The record

  /// How complete all of this is, and what it cost.
  var record: PageContents.Section? {
    var section = PageContents.Section(anchor: "record", heading: "Record and cost")
    section.facts = text.completeness.map {
      .init(label: "record", text: $0.text, isDoubtful: $0.isDoubtful)
    }
    section.facts += missing.sentences.map {
      .init(label: "missing", text: TerminalText.escaped($0), isDoubtful: true)
    }
    section.facts += text.known.filter { $0.label == "tracing" }.map {
      .init(label: "tracing took", text: $0.text)
    }
    if report.run.tracing == nil {
      let isOpen = report.run.ended == nil
      section.facts.append(
        .init(
          label: "tracing took", text: isOpen ? "not known before the run has ended" : "not stored")
      )
    }
    section.facts.append(
      .init(
        label: "host",
        text:
          "\(TerminalText.escaped(report.run.host)), Linux \(TerminalText.escaped(report.run.kernel))"
      ))
    section.table = hooks
    return section
  }

  /// The map of the recording's own hooks.
  private var hooks: PageContents.Table? {
    guard !report.hooks.isEmpty else { return nil }
    var table = PageContents.Table(["hook", "state", "since", "depends on it"])
    table.rows = report.hooks.map { row in
      let columns = Hook(rawValue: row.name)?.description.columns ?? []
      return [
        .init(TerminalText.escaped(row.name), isCode: true),
        .init(row.state + (row.reason.map { ": \(TerminalText.escaped($0))" } ?? "")),
        .init(Quantity.time(row.checkedAt)), .init(columns.joined(separator: ", ")),
      ]
    }
    return table
  }
}
