import CoverageReport
import Store

/// A comparison for people: the change in the first line, then what was compared by name only, then
/// the functions that are different.
struct CoverageDiffText {
  let diff: CoverageDiff
  /// What the two are called.
  let before: String
  let after: String
  let style: TextStyle
  /// How many functions of a kind are listed; `nil` for all.
  var limit: Int?

  /// The whole text, with a line feed at its end.
  func render() -> String {
    let sections = [
      [verdict] + reservations,
      list("Newly uncovered", diff.newlyUncovered, remark: Self.watching),
      list("Newly covered", diff.newlyCovered),
      list("Gone", diff.gone, remark: { $0.hit ? "had run" : "" }),
      list("New", diff.new, remark: { $0.hit ? "ran" : "did not run" }),
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private var verdict: String {
    let (first, second) = (side(diff.before, before), side(diff.after, after))
    guard let delta = diff.delta else { return "\(first), \(second)" }
    // Half a tenth of a point would be shown as no change.
    let words =
      delta == 0
      ? "no change"
      : abs(delta) < 0.05
        ? "less than 0.1 points \(delta > 0 ? "more" : "less")"
        : "\(Quantity.significant(abs(delta))) points \(delta > 0 ? "more" : "less")"
    return style.emphasised(
      "\(words): \(first), \(second)", delta < 0 ? .bad : delta > 0 ? .good : .strong)
  }

  private func side(_ side: CoverageDiff.Side, _ name: String) -> String {
    "\(name) \(CoverageWords.percent(side.percent)) "
      + "(\(Quantity.count(side.hit)) of \(Quantity.count(side.inScope)))"
  }

  private var reservations: [String] {
    var lines = diff.objects.filter { !$0.isSameBuild }.map { match in
      TerminalText.cut(
        "! another build, compared by the names of functions: "
          + TerminalText.escaped(match.path), to: style.columns)
    }
    if diff.leftScope > 0 {
      lines.append(
        "! \(Quantity.count(diff.leftScope, "function", "functions")) that ran before "
          + "\(diff.leftScope == 1 ? "is" : "are") out of scope now")
    }
    return lines
  }

  private static func watching(_ function: CoverageDiff.Function) -> String {
    switch function.state {
    case .deferred, .failed, .expected: "not watched: \(function.state.rawValue)"
    case .attached, .hit, .retired, .ineligible: ""
    }
  }

  private func list(
    _ title: String, _ functions: [CoverageDiff.Function],
    remark: (CoverageDiff.Function) -> String = { _ in "" }
  ) -> [String] {
    guard !functions.isEmpty else { return [] }
    var table = TextColumns([("function", .left), ("place", .left), ("", .left)])
    let shown = functions.prefix(limit ?? .max)
    for function in shown {
      let place = function.file.map { file in
        RawText(file.baseName.bytes + Array((function.line.map { ":\($0)" } ?? "").utf8))
      }
      table.add([
        TerminalText.cut(TerminalText.escaped(function.name), to: 48),
        TerminalText.cut(
          TerminalText.escaped(place ?? function.object.baseName), to: 40),
        remark(function),
      ])
    }
    var lines = [
      style.emphasised("\(title): \(Quantity.count(Int64(functions.count)))", .strong)
    ]
    lines += table.lines(style)
    let rest = Int64(functions.count - shown.count)
    if rest > 0 { lines.append("  … and \(Quantity.count(rest)) more; --all shows them") }
    return lines
  }
}
