internal import Foundation
internal import HTML
internal import Store

/// A document as a page: one file that needs no network, no fonts and no library.
///
/// What a person reads first is there without a script; the tree of functions is made by one, from
/// data within the page, as it is opened. The page forbids itself to load anything.
public struct HTMLReport {
  /// The most lines of a table; the rest is counted.
  static let limit = 200

  let document: CoverageDocument
  let summary: CoverageSummary
  let words: CoverageWords
  private let policy = HTMLPolicy()

  /// The whole page in UTF-8.
  public static func render(_ document: CoverageDocument) -> [UInt8] {
    let summary = CoverageSummary(document)
    let report = HTMLReport(
      document: document, summary: summary, words: CoverageWords(document, summary: summary))
    return Array(report.head.utf8) + HTMLData.render(document) + Array(report.tail.utf8)
  }

  // MARK: Frame

  private var head: String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <meta http-equiv="Content-Security-Policy" content="\(policy.content)">
    <title>\(HTMLText.markup(title))</title>
    <style nonce="\(policy.nonce)">
    \(HTMLStyle.text)
    </style>
    </head>
    <body>
    <main>
    <h1 id="verdict">\(HTMLText.markup(words.verdict))</h1>
    <p class="faint">\(HTMLText.markup(subtitle))</p>
    \(caveats)
    <h2>What is counted</h2>
    \(denominator)
    \(curve)
    <h2>What watching took</h2>
    <p>\(HTMLText.markup(overhead))</p>
    \(expectations)
    \(tests)
    \(decisions)
    <h2 id="functions">Functions</h2>
    <noscript><p>The list of functions needs a script; the rest of this page does not.</p></noscript>
    <div class="controls">
    <input id="filter" type="search" placeholder="Filter by function, file or object  ( / )" \
    aria-label="Filter by function, file or object">
    <label><input id="uncovered" type="checkbox"> only what was not seen to run</label>
    <output id="count" aria-live="polite"></output>
    </div>
    <div id="tree"></div>
    </main>
    <script type="application/json" id="data">
    """
  }

  private var tail: String {
    """
    </script>
    <script nonce="\(policy.nonce)">
    \(HTMLScript.text)
    </script>
    </body>
    </html>

    """
  }

  // MARK: Words

  private var title: String {
    "Coverage \(CoverageWords.percent(summary.percent))"
      + (document.session.command.first.map { " of \($0.baseName.escaped)" } ?? "")
  }

  private var subtitle: String {
    let session = document.session
    var parts: [String] = []
    if let id = session.id { parts.append("coverage \(id)") }
    if !session.mergedFrom.isEmpty {
      parts.append("\(CoverageWords.count(Int64(session.mergedFrom.count))) coverages merged")
    }
    if let run = session.runID { parts.append("run \(run)") }
    if let host = session.host { parts.append("on \(host.escaped)") }
    if let kernel = session.kernel { parts.append("Linux \(kernel.escaped)") }
    if let version = session.sondeVersion { parts.append("sonde \(version)") }
    parts.append("began \(Self.time(session.startedAt))")
    if let end = session.endedAt { parts.append("ended \(Self.time(end))") }
    parts.append(session.state.rawValue)
    if let trace = session.traceID { parts.append("trace \(trace)") }
    if !session.command.isEmpty {
      parts.append(session.command.map(\.escaped).joined(separator: " "))
    }
    return parts.joined(separator: " · ")
  }

  private var caveats: String {
    guard !words.caveats.isEmpty else { return "" }
    let items = words.caveats.map { "<li>\(HTMLText.markup($0))</li>" }.joined(separator: "\n")
    return "<ul class=\"caveats\">\n\(items)\n</ul>"
  }

  private var denominator: String {
    let rows = words.denominator.map { part in
      "<tr><td class=\"number\">\(CoverageWords.count(part.count))</td>"
        + "<td>\(HTMLText.markup(part.words))</td></tr>"
    }
    let scope = words.scope.map {
      "<p class=\"faint\">scope <code>\(HTMLText.markup($0))</code></p>"
    }
    return "<table class=\"narrow\"><tbody>\n\(rows.joined(separator: "\n"))\n</tbody></table>"
      + (scope ?? "")
  }

  private var curve: String {
    let picture = HTMLCurve.render(document.curve)
    return picture.isEmpty ? "" : "<h2>How coverage grew</h2>\n\(picture)"
  }

  private var overhead: String {
    let spent = document.session.overhead
    var parts = ["probes fired \(CoverageWords.count(spent.probeHits, "time", "times"))"]
    if let cost = spent.hitCost { parts.append("one costs \(Self.duration(cost))") }
    if let time = spent.probeTime { parts.append("all of them about \(Self.duration(time))") }
    if spent.foreignHits > 0 {
      parts.append(
        "\(CoverageWords.count(spent.foreignHits)) were in processes that nobody asked about")
    }
    if let time = spent.attachTime {
      parts.append("the program waited \(Self.duration(time)) for its probes")
    }
    if let time = spent.agentCPU {
      parts.append("sonde itself used \(Self.duration(time)) of CPU time")
    }
    if let budget = document.session.budget {
      parts.append("the budget was \(CoverageWords.percent(budget * 100)) of a processor")
    }
    return parts.joined(separator: "; ") + "."
  }

  static func duration(_ nanoseconds: Int64) -> String {
    CoverageWords.duration(Double(max(nanoseconds, 0)))
  }

  /// `2026-01-31 09:24:01 UTC`.
  private static func time(_ time: UTCTime) -> String {
    String(time.description.prefix(19)).replacingOccurrences(of: "T", with: " ") + " UTC"
  }

  /// Since the coverage began.
  func time(_ time: UTCTime) -> String {
    let start = document.session.startedAt.nanoseconds
    let distance = Double(time.nanoseconds.subtractingClamped(start))
    let words = CoverageWords.duration(distance.magnitude)
    return distance < 0 ? "\(words) before" : "after \(words)"
  }
}
