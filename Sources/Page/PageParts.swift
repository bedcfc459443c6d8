internal import Foundation
internal import HTML
internal import Store

/// The parts of a page that are there without a script, as markup.
struct PageParts {
  /// What is listed before more is asked for: the timeline comes next.
  private static let firstFailures = 5

  private let contents: PageContents

  init(_ contents: PageContents) {
    self.contents = contents
  }

  var reservations: String {
    guard !contents.reservations.isEmpty else { return "" }
    let items = contents.reservations.map { "<li>\(HTMLText.markup($0))</li>" }
    return "<ul class=\"reservations\">\(items.joined())</ul>"
  }

  /// Where the parts of the page are.
  var contentsList: String {
    var links = [("picture", "Timeline")]
    if !contents.failures.isEmpty { links.insert(("failures", "Failures"), at: 0) }
    links += contents.sections.map { ($0.anchor, $0.heading) }
    return links.map { "<a href=\"#\(HTMLText.markup($0))\">\(HTMLText.markup($1))</a>" }.joined()
  }

  /// What the picture does not show.
  var pictureNote: String {
    let timeline = contents.timeline
    var sentences: [String] = []
    if timeline.omitted > 0 {
      sentences.append(
        "The \(timeline.omitted) shortest processes that ended with exit status 0 are not drawn one "
          + "by one; the curves count them.")
    }
    if !contents.hasEnded {
      sentences.append("The run's end is not stored: the picture ends with what is.")
    }
    return sentences.joined(separator: " ")
  }

  // MARK: Failures

  var failures: String {
    guard !contents.failures.isEmpty || contents.failuresNote != nil else { return "" }
    let note = contents.failuresNote.map { "<p class=\"note\">\(HTMLText.markup($0))</p>" } ?? ""
    let first = Self.list(contents.failures.prefix(Self.firstFailures))
    let others = contents.failures.dropFirst(Self.firstFailures)
    let more =
      others.isEmpty
      ? "" : "<details><summary>\(others.count) more</summary>\(Self.list(others))</details>"
    return """
      <section id="failures"><h2>Failures</h2>
      \(note)\(first)\(more)</section>
      """
  }

  private static func list(_ failures: ArraySlice<PageContents.Failure>) -> String {
    "<ol class=\"failures\">\n\(failures.map(failure).joined(separator: "\n"))\n</ol>"
  }

  private static func failure(_ failure: PageContents.Failure) -> String {
    var kinds: [String] = []
    if failure.isHidden { kinds.append("hidden") }
    if failure.isConsequence { kinds.append("consequence") }
    let hidden =
      failure.isHidden
      ? " <span class=\"tag\">hidden: something above it ended with success</span>" : ""
    let link =
      failure.process.map {
        " <button type=\"button\" class=\"show\" data-process=\"\($0)\" hidden>Show in timeline</button>"
      } ?? ""
    let command =
      failure.command.map { "<pre class=\"command\">\(HTMLText.markup($0))</pre>" } ?? ""
    return "<li class=\"\(kinds.joined(separator: " "))\"><p class=\"summary\">"
      + "\(HTMLText.markup(failure.summary))\(hidden)\(link)</p>\(command)"
      + "\(facts(failure.evidence))</li>"
  }

  // MARK: Sections

  static func section(_ section: PageContents.Section) -> String {
    let note = section.note.map { "<p class=\"note\">\(HTMLText.markup($0))</p>" } ?? ""
    return """
      <section id="\(HTMLText.markup(section.anchor))"><h2>\(HTMLText.markup(section.heading))</h2>
      \(note)\(facts(section.facts))\(section.table.map(table) ?? "")</section>
      """
  }

  static func facts(_ facts: [PageContents.Fact]) -> String {
    guard !facts.isEmpty else { return "" }
    let items = facts.map { fact in
      "<div\(fact.isDoubtful ? " class=\"doubtful\"" : "")><dt>\(HTMLText.markup(fact.label))</dt>"
        + "<dd>\(HTMLText.markup(fact.text))</dd></div>"
    }
    return "<dl class=\"facts\">\(items.joined())</dl>"
  }

  private static func table(_ table: PageContents.Table) -> String {
    let head = table.columns.map { column in
      "<th scope=\"col\"\(column.isNumber ? " class=\"number\"" : "")>"
        + "\(HTMLText.markup(column.title))</th>"
    }
    let rows = table.rows.map { row in
      "<tr>" + zip(row, table.columns).map { cell($0, isNumber: $1.isNumber) }.joined() + "</tr>"
    }
    let more =
      table.omitted > 0
      ? "<p class=\"note\">… and \(table.omitted) more, which the database has.</p>" : ""
    return """
      <div class="scroll"><table><thead><tr>\(head.joined())</tr></thead><tbody>
      \(rows.joined(separator: "\n"))
      </tbody></table></div>\(more)
      """
  }

  private static func cell(_ cell: PageContents.Cell, isNumber: Bool) -> String {
    var classes = isNumber ? ["number"] : []
    if cell.isCode { classes.append("code") }
    if cell.tone != .good { classes.append("\(cell.tone)") }
    let name = classes.isEmpty ? "" : " class=\"\(classes.joined(separator: " "))\""
    return "<td\(name)>\(bar(cell.bar))\(HTMLText.markup(cell.text))</td>"
  }

  /// Parts side by side, as a picture; the text says what it shows.
  private static func bar(_ parts: [Double]) -> String {
    guard !parts.isEmpty else { return "" }
    var left = 0.0
    let rectangles = parts.enumerated().map { index, part in
      let width = min(max(part, 0), 1) * 100
      defer { left += width }
      return String(
        format: "<rect class=\"p%d\" x=\"%.2f\" y=\"0\" width=\"%.2f\" height=\"8\"/>", index, left,
        width)
    }
    return
      "<svg class=\"bar\" viewBox=\"0 0 100 8\" preserveAspectRatio=\"none\" aria-hidden=\"true\">"
      + rectangles.joined() + "</svg>"
  }
}
