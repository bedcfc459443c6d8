import CoverageReport
import Store

/// A report of coverage for people: the result in the first line, then why it may be too low, then
/// objects, what was counted, what was not seen and what watching took.
struct CoverageReportText {
  let document: CoverageDocument
  let style: TextStyle
  /// How many functions that were not seen are listed; `nil` for all.
  var limit: Int? = 20

  let summary: CoverageSummary
  private let words: CoverageWords

  init(document: CoverageDocument, style: TextStyle, limit: Int? = 20) {
    (self.document, self.style, self.limit) = (document, style, limit)
    summary = CoverageSummary(document)
    words = CoverageWords(document, summary: summary)
  }

  /// The whole text, with a line feed at its end.
  func render() -> String {
    let sections = [
      [verdict, style.emphasised(subtitle, .faint)] + caveats, objects, denominator, notSeen,
      expectations, overhead,
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  // MARK: Verdict

  private var verdict: String {
    style.emphasised(words.verdict, words.caveats.isEmpty ? .strong : .doubtful)
  }

  private var subtitle: String {
    let session = document.session
    var parts: [String] = []
    if let id = session.id { parts.append("coverage \(id)") }
    if !session.mergedFrom.isEmpty {
      parts.append("\(Quantity.count(Int64(session.mergedFrom.count))) coverages merged")
    }
    if let run = session.runID { parts.append("run \(run)") }
    if let host = session.host {
      parts.append("on \(TerminalText.cut(TerminalText.escaped(host), to: 30))")
    }
    parts.append("began \(Quantity.time(session.startedAt.nanoseconds))")
    if let end = session.endedAt {
      let duration = end.nanoseconds.subtractingClamped(session.startedAt.nanoseconds)
      parts.append("took \(Quantity.duration(max(duration, 0)))")
    }
    if !session.command.isEmpty {
      parts.append(TerminalText.command(session.command, columns: style.columns))
    }
    return TerminalText.cut(parts.joined(separator: ", "), to: style.columns)
  }

  private var caveats: [String] {
    words.caveats.flatMap { caveat in
      wrapped(TerminalText.escaped(caveat), first: "! ", next: "  ")
    }
  }

  // MARK: Sections

  private var objects: [String] {
    guard !document.objects.isEmpty else { return [] }
    var table = TextColumns([
      ("seen", .right), ("in scope", .right), ("%", .right), ("not watched", .right),
      ("inlined away", .right), ("object", .left),
    ])
    for object in document.objects {
      let summary = CoverageSummary(object)
      table.add([
        Quantity.count(summary.hit), Quantity.count(summary.inScope),
        CoverageWords.percent(summary.percent), Quantity.count(summary.notWatched),
        Quantity.count(summary.inlinedAway), TerminalText.escaped(object.path),
      ])
    }
    return [heading("Objects")] + table.lines(style)
  }

  private var denominator: [String] {
    var table = TextColumns([("functions", .right), ("", .left)])
    for part in words.denominator {
      table.add([Quantity.count(part.count), TerminalText.escaped(part.words)])
    }
    let scope = words.scope.map { "scope \(TerminalText.escaped($0))" }
    return [heading("What is counted")] + table.lines(style)
      + (scope.map { wrapped($0, first: "  ", next: "  ") } ?? [])
  }

  /// The largest first: they are most of what is not known.
  private var notSeen: [String] {
    let functions = document.objects.flatMap { object in
      object.functions.filter { $0.isInScope && !$0.isHit }.map { (object: object, function: $0) }
    }.sorted { left, right in
      if left.function.size != right.function.size {
        return left.function.size > right.function.size
      }
      return (left.object.path, left.function.offset) < (right.object.path, right.function.offset)
    }
    guard !functions.isEmpty else { return [] }
    var table = TextColumns([
      ("bytes", .right), ("function", .left), ("place", .left), ("", .left),
    ])
    let shown = functions.prefix(limit ?? .max)
    for (object, function) in shown {
      table.add([
        Quantity.count(function.size),
        TerminalText.cut(TerminalText.escaped(function.name), to: 40),
        TerminalText.cut(TerminalText.escaped(Self.place(function, in: object)), to: 40),
        remark(function),
      ])
    }
    var lines = [heading("Not seen to run, the largest first")] + table.lines(style)
    let rest = Int64(functions.count - shown.count)
    if rest > 0 { lines.append("  … and \(Quantity.count(rest)) more; --all shows them") }
    return lines
  }

  private static func place(_ function: CoveredFunction, in object: CoveredObject) -> RawText {
    guard let file = function.file else { return object.path.baseName }
    guard let line = function.line else { return file.baseName }
    return RawText(file.baseName.bytes + Array(":\(line)".utf8))
  }

  private func remark(_ function: CoveredFunction) -> String {
    var parts: [String] = []
    if !function.isWatched { parts.append("not watched: \(function.state.rawValue)") }
    if !function.isWatched || function.state == .retired, let reason = function.reason {
      parts.append(TerminalText.escaped(CoverageWords.words(ofReason: reason)))
    }
    if let note = CoverageWords.note(function) { parts.append(note) }
    return parts.joined(separator: "; ")
  }

  private var expectations: [String] {
    let missing = document.expectations.filter { $0.state != .seen }
    guard !document.expectations.isEmpty else { return [] }
    let seen = Int64(document.expectations.count - missing.count)
    let heading = heading(
      "Expectations: \(Quantity.count(seen)) of "
        + "\(Quantity.count(Int64(document.expectations.count))) came true")
    return [heading]
      + missing.flatMap { expectation in
        wrapped(
          "\(expectation.state.rawValue): \(expectation.kind) "
            + "\(TerminalText.escaped(expectation.name)), says "
            + "\(TerminalText.escaped(expectation.source))"
            + (expectation.detail.map { " (\(TerminalText.escaped($0)))" } ?? ""),
          first: "  ", next: "    ")
      }
  }

  private var overhead: [String] {
    let spent = document.session.overhead
    var parts = ["probes fired \(Quantity.count(spent.probeHits, "time", "times"))"]
    if let cost = spent.hitCost, let time = spent.probeTime {
      parts.append("which took about \(Quantity.duration(time)) at \(Quantity.duration(cost)) each")
    }
    if spent.foreignHits > 0 {
      parts.append(
        "\(Quantity.count(spent.foreignHits)) of them in processes that nobody asked about")
    }
    if let time = spent.attachTime {
      parts.append("the program waited \(Quantity.duration(time)) for its probes")
    }
    if let time = spent.agentCPU {
      parts.append("sonde itself used \(Quantity.duration(time)) of CPU time")
    }
    return [heading("What watching took")]
      + wrapped(parts.joined(separator: ", "), first: "  ", next: "  ")
  }

  // MARK: Lines

  private func heading(_ text: String) -> String {
    style.emphasised(text, .strong)
  }

  /// An escaped text in lines of the style's width, broken at spaces.
  private func wrapped(_ text: String, first: String, next: String) -> [String] {
    var lines: [String] = []
    var line = first
    var isEmpty = true
    for word in text.split(separator: " ") {
      if !isEmpty, TerminalText.width(line) + 1 + TerminalText.width(String(word)) > style.columns {
        lines.append(line)
        (line, isEmpty) = (next, true)
      }
      line += (isEmpty ? "" : " ") + word
      isEmpty = false
    }
    return (lines + [line]).map { TerminalText.cut($0, to: style.columns) }
  }
}
