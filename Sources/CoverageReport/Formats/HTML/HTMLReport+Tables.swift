internal import HTML
internal import Store

extension HTMLReport {
  /// What did not come true comes first.
  var expectations: String {
    guard !document.expectations.isEmpty else { return "" }
    let sorted =
      document.expectations.filter { $0.state != .seen }
      + document.expectations.filter { $0.state == .seen }
    let rows = sorted.map { expectation in
      [
        expectation.state.rawValue, expectation.kind, expectation.name.escaped,
        expectation.source.escaped,
        [expectation.firstAt.map { "first \(time($0))" }, expectation.detail?.escaped]
          .compactMap(\.self).joined(separator: "; "),
      ]
    }
    let seen = document.expectations.count { $0.state == .seen }
    return Self.table(
      "Expectations: \(CoverageWords.count(Int64(seen))) of "
        + "\(CoverageWords.count(Int64(rows.count))) came true",
      ["state", "kind", "name", "says", ""], rows)
  }

  /// How many functions each mark was the first to run.
  var tests: String {
    guard !document.marks.isEmpty else { return "" }
    var counts: [RawText: Int64] = [:]
    var without: Int64 = 0
    for function in document.objects.lazy.flatMap(\.functions) where function.isHit {
      if let test = function.test { counts[test, default: 0] += 1 } else { without += 1 }
    }
    var rows = document.marks.map { mark in
      [mark.name.escaped, time(mark.at), CoverageWords.count(counts[mark.name] ?? 0)]
    }
    if without > 0 {
      rows.insert(["before any, or not known", "", CoverageWords.count(without)], at: 0)
    }
    return Self.table("Marks", ["mark", "set", "functions first seen"], rows, isFolded: true)
  }

  /// What was decided about probes.
  var decisions: String {
    guard !document.decisions.isEmpty else { return "" }
    let rows = document.decisions.map { decision in
      [
        CoverageWords.count(decision.turn), time(decision.at), decision.action,
        "\(CoverageWords.count(decision.chosen)) of \(CoverageWords.count(decision.candidates))",
        decision.probe?.escaped ?? "", decision.cost.map(Self.duration) ?? "",
        decision.why.escaped,
      ]
    }
    return Self.table(
      "Decisions", ["turn", "when", "action", "chosen", "first of them", "expected cost", "why"],
      rows, isFolded: true)
  }

  /// A table of texts, of which so many are shown and the rest is counted.
  private static func table(
    _ title: String, _ titles: [String], _ rows: [[String]], isFolded: Bool = false
  ) -> String {
    let head = titles.map { "<th scope=\"col\">\(HTMLText.markup($0))</th>" }.joined()
    let lines = rows.prefix(limit).map { row in
      "<tr>" + row.map { "<td>\(HTMLText.markup($0))</td>" }.joined() + "</tr>"
    }
    let rest = Int64(max(rows.count - limit, 0))
    let more =
      rest > 0
      ? "<p class=\"faint\">… and \(CoverageWords.count(rest)) more, which the JSON has</p>" : ""
    let table = """
      <table><thead><tr>\(head)</tr></thead><tbody>
      \(lines.joined(separator: "\n"))
      </tbody></table>\(more)
      """
    guard isFolded else { return "<h2>\(HTMLText.markup(title))</h2>\n\(table)" }
    return """
      <h2>\(HTMLText.markup(title))</h2>
      <details><summary>\(CoverageWords.count(Int64(rows.count), "line", "lines"))</summary>
      \(table)
      </details>
      """
  }
}
