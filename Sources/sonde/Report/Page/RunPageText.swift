import Glibc
import Page
import Store

/// What the page of a run says: the words of the report on the terminal, and more of them.
struct RunPageText {
  let report: RunReport
  let timeline: RunTimeline
  /// What came last and what happened at the same time; `nil` when it could not be computed.
  let analysis: ExecutionAnalysis.SingleRun?
  let text: RunReportText
  let missing: MissingFacts
  /// A page has room: its browser breaks lines.
  private static let wide = TextStyle(columns: 4000)
  /// Of a command in a list.
  static let commandColumns = 2000

  init(report: RunReport, timeline: RunTimeline, analysis: ExecutionAnalysis.SingleRun?) {
    (self.report, self.timeline, self.analysis) = (report, timeline, analysis)
    text = RunReportText(report: report, style: Self.wide)
    missing = MissingFacts(report)
  }

  /// All that a run is told by, read from the database.
  ///
  /// - Throws: `StoreError`, ``CommandFailure`` when there is no such run.
  static func contents(ofRun id: Int64, _ reader: StoreReader) throws -> PageContents {
    guard let report = try reader.report(ofRun: id),
      let timeline = try reader.timeline(ofRun: id)
    else { throw try ReportPrinter.unknownRun(id, reader: reader) }
    var filter = ExecutionFilter()
    filter.runID = id
    let analysis = try reader.executions(filter).singleRun
    return RunPageText(report: report, timeline: timeline, analysis: analysis).contents
  }

  var contents: PageContents {
    var contents = PageContents(
      title: "\(TerminalText.escaped(report.run.title)) — run \(report.run.id)",
      verdict: text.verdict, tone: tone, subtitle: text.subtitle, timeline: timeline)
    contents.reservations = reservations
    contents.facts = text.known.map { .init(label: $0.label, text: $0.text) }
    (contents.failures, contents.failuresNote) = (failures, failuresNote)
    contents.sections = [steps, containers, time, tools, files, libraries, record].compactMap(
      \.self)
    contents.processes = timeline.processes.map(words)
    contents.path = path
    contents.hasEnded = report.run.ended != nil
    return contents
  }

  // MARK: Verdict

  /// Good is only what is known to have gone well.
  private var tone: PageContents.Tone {
    guard report.run.ended != nil else { return .doubtful }
    switch report.run.outcome {
    case .unknown: return .doubtful
    case .exited(code: 0):
      let isBad = !text.reservation.isEmpty || timeline.failures?.elements.isEmpty == false
      return isBad ? .bad : reservations.isEmpty ? .good : .doubtful
    default: return .bad
    }
  }

  /// What the verdict may be wrong about.
  private var reservations: [String] {
    var sentences: [String] = []
    if case .exited(code: 0) = report.run.outcome, let failures = timeline.failures {
      let hidden = failures.elements.count { $0.isHidden }
      if hidden > 0 {
        let count = Quantity.count(Int64(hidden), "failure was", "failures were")
        sentences.append("\(count) hidden by something that ended with success all the same.")
      }
    }
    for line in text.completeness where line.isDoubtful {
      var sentence = "The record is \(line.text)."
      if line.text.hasPrefix("incomplete") {
        sentence += " What is not on this page may have happened all the same."
      }
      sentences.append(sentence)
    }
    if report.totals.withoutEnd > 0, report.run.ended != nil {
      let count = Quantity.count(report.totals.withoutEnd, "process", "processes")
      sentences.append("The end of \(count) was not seen; what they took is in none of the sums.")
    }
    return sentences + missing.sentences.map { "Missing: \(TerminalText.escaped($0))." }
  }

  // MARK: Processes

  private func words(_ process: RunTimeline.Process) -> PageContents.ProcessText {
    let (brief, tone) = (process.brief, tone(of: process))
    let outcome =
      brief.outcome == .unknown && report.run.ended == nil && !brief.isOOMKilled
      ? "still running, or its end is not stored yet"
      : text.words.words(brief, isOrdinary: tone == .ordinary)
    let command =
      brief.hasExecuted ? TerminalText.command(brief.command, columns: Self.commandColumns) : ""
    return PageContents.ProcessText(outcome: outcome, tone: tone, command: command)
  }

  private func tone(of process: RunTimeline.Process) -> PageContents.Tone {
    if process.isFailure == true || process.brief.isOOMKilled { return .bad }
    switch process.brief.outcome {
    case .unknown: return .doubtful
    case .exited(code: 0): return .good
    case .exited: return process.isFailure == nil ? .bad : .ordinary
    case .killed: return process.isFailure == nil && !isOrdinary(process.brief) ? .bad : .ordinary
    }
  }

  /// A pipe that nobody reads any more, an alarm, a request of the parent: as the report has it.
  private func isOrdinary(_ process: ProcessBrief) -> Bool {
    guard case .killed(let signal, _) = process.outcome else { return false }
    if [SIGPIPE, SIGALRM].contains(signal) { return true }
    guard case .process(_, _, .parent) = process.sender else { return false }
    return [SIGHUP, SIGINT, SIGTERM].contains(signal)
  }

  private var path: [PageContents.PathSegment] {
    var places: [Int64: Int32] = [:]
    for (place, process) in timeline.processes.enumerated() {
      places[process.brief.id] = Int32(place)
    }
    return (analysis?.criticalPath.segments ?? []).map { segment in
      PageContents.PathSegment(
        process: segment.process.flatMap { places[$0.id] } ?? -1, started: segment.started,
        ended: segment.ended)
    }
  }
}
