internal import Foundation
public import Store

/// What a document comes to, in words that claim no more than it shows. Names of programs within
/// are not made fit for a terminal, nor for markup.
public struct CoverageWords: Sendable {
  private let document: CoverageDocument
  private let summary: CoverageSummary

  /// Words for a document and its summary.
  public init(_ document: CoverageDocument, summary: CoverageSummary) {
    (self.document, self.summary) = (document, summary)
  }

  // MARK: Numbers

  /// `62.5 %`, cut rather than rounded: 100 % is said of all only, and 0.0 % of none only.
  public static func percent(_ percent: Double?) -> String {
    guard let percent else { return "–" }
    let tenths = (percent * 10 + 1e-9).rounded(.down)
    if tenths == 0, percent > 0 { return "<0.1 %" }
    return String(format: "%.1f %%", tenths / 10)
  }

  /// `1,234 functions`.
  public static func count(_ number: Int64, _ one: String, _ many: String) -> String {
    "\(count(number)) \(number == 1 ? one : many)"
  }

  /// `1,234`.
  public static func count(_ number: Int64) -> String {
    var digits = Array(String(number.magnitude))
    var index = digits.count - 3
    while index > 0 {
      digits.insert(",", at: index)
      index -= 3
    }
    return (number < 0 ? "-" : "") + String(digits)
  }

  // MARK: Sentences

  /// The result in one sentence.
  public var verdict: String {
    guard let percent = summary.percent else {
      return summary.functions == 0
        ? "No functions in scope: none were found."
        : "No functions in scope: of \(Self.count(summary.functions)) that were found, none could "
          + "be watched."
    }
    var text =
      "\(Self.percent(percent)) of the functions in scope were seen to run: "
      + "\(Self.count(summary.hit)) of \(Self.count(summary.inScope))"
    if summary.notWatched > 0 {
      text +=
        "; \(Self.count(summary.notWatched)) \(summary.notWatched == 1 ? "was" : "were") "
        + "not watched"
    }
    return text + "."
  }

  /// Why the number may be too low, each in a sentence.
  public var caveats: [String] {
    stateCaveats + watchCaveats + lossCaveats + document.objects.flatMap(Self.caveats)
  }

  private var stateCaveats: [String] {
    let sources = document.session.mergedFrom
    if sources.isEmpty {
      return Self.sentence(document.session.state).map { [$0] } ?? []
    }
    return [CoverageState.running, .interrupted, .failed, .timeout, .budget].compactMap { state in
      let count = Int64(sources.count { $0.state == state })
      guard count > 0, let words = Self.ending(state) else { return nil }
      return "\(Self.count(count)) of the \(Self.count(Int64(sources.count))) merged coverages "
        + "\(words)."
    }
  }

  private static func sentence(_ state: CoverageState) -> String? {
    switch state {
    case .running: "The coverage is still running: these are the numbers so far."
    case .interrupted:
      "The coverage was interrupted: what ran after that was not seen."
    case .failed: "The coverage failed: what ran after that was not seen."
    case .timeout: "The coverage ended when its time was over, and not with the program."
    case .budget: "The coverage ended when its budget was spent, and not with the program."
    case .covered, .ended, .merged: nil
    }
  }

  private static func ending(_ state: CoverageState) -> String? {
    switch state {
    case .running: "had not ended"
    case .interrupted: "had been interrupted"
    case .failed: "had failed"
    case .timeout: "had ended when their time was over"
    case .budget: "had ended when their budget was spent"
    case .covered, .ended, .merged: nil
    }
  }

  private var watchCaveats: [String] {
    var sentences: [String] = []
    if summary.retired > 0 {
      sentences.append(
        "\(Self.count(summary.retired, "function was", "functions were")) watched for a while only: "
          + "what ran after the probe was taken away was not seen.")
    }
    guard summary.notWatched > 0 else { return sentences }
    let parts = [
      (summary.deferred, "put off for want of budget"), (summary.failed, "where the probe failed"),
      (summary.neverTried, "where no probe was tried"),
    ].filter { $0.0 > 0 }.map { "\(Self.count($0.0)) \($0.1)" }
    sentences.append(
      "Not watched, so that nobody knows whether they ran, yet counted as in scope: "
        + parts.joined(separator: ", ") + ".")
    return sentences
  }

  private var lossCaveats: [String] {
    var sentences: [String] = []
    if document.session.signalsLost > 0 {
      sentences.append(
        Self.count(document.session.signalsLost, "signal was", "signals were")
          + " lost: functions that are said not to have run may have.")
    }
    for loss in document.session.losses where loss.count > 0 {
      sentences.append(
        "\(Self.count(loss.count, "record", "records")) (\(loss.kind)) \(loss.count == 1 ? "was" : "were") "
          + "lost: programs or their parts may have gone unwatched.")
    }
    return sentences
  }

  private static func caveats(_ object: CoveredObject) -> [String] {
    var sentences: [String] = []
    if let late = object.lateMilliseconds {
      sentences.append(
        "\(object.path.escaped) was mapped \(duration(late * 1e6)) before its probes were there: "
          + "what ran meanwhile was not seen.")
    }
    if let error = object.error {
      sentences.append("\(object.path.escaped): \(error.escaped).")
    }
    return sentences
  }

  /// `350 ns`, `42.0 µs`, `1.50 ms`, `12 s`.
  ///
  /// - Parameter nanoseconds: Not negative.
  static func duration(_ nanoseconds: Double) -> String {
    if nanoseconds == 0 { return "0 s" }
    let units = [(1e9, "s"), (1e6, "ms"), (1e3, "µs")]
    guard let (size, unit) = units.first(where: { nanoseconds >= $0.0 }) else {
      return String(format: "%.0f ns", nanoseconds)
    }
    let value = nanoseconds / size
    let decimals = value < 9.995 ? 2 : value < 99.95 ? 1 : 0
    return String(format: "%.\(decimals)f", value) + " \(unit)"
  }

  // MARK: Parts

  /// What was asked to be watched, as JSON; `nil` when nothing in particular was.
  public var scope: String? {
    switch document.session.scope {
    case .null, .object([:]), .text(""): return nil
    case let scope:
      guard let json = try? CoverageJSON.render(value: scope) else { return nil }
      return String(decoding: json.dropLast(), as: UTF8.self)
    }
  }

  /// What is counted and what is not: numbers and words, in an order that adds up.
  public var denominator: [(count: Int64, words: String)] {
    var parts: [(Int64, String)] = [
      (summary.found, "found"),
      (summary.aliases, "further names of functions"),
    ]
    for (reason, count) in summary.ineligible.sorted(by: { $0.key < $1.key }) {
      parts.append((count, "cannot have a probe: \(Self.words(ofReason: reason))"))
    }
    parts += [
      (summary.outOfScope, "out of scope"), (summary.inScope, "in scope"),
      (summary.hit, "in scope, seen to run"),
      (summary.notSeen, "in scope, watched and not seen"),
      (summary.retired, "in scope, watched for a while and not seen"),
      (summary.deferred, "in scope, not watched: put off for want of budget"),
      (summary.failed, "in scope, not watched: the probe failed"),
      (summary.neverTried, "in scope, not watched: no probe was tried"),
      (
        summary.inlinedAway,
        "more, only copies inside of others: cannot be seen, not counted"
      ),
    ]
    return parts.filter { $0.0 > 0 || $0.1 == "found" || $0.1 == "in scope" }
      .map { (count: $0.0, words: $0.1) }
  }

  /// A reason in words: some are single ones that only those who know the formats understand.
  public static func words(ofReason reason: RawText) -> String {
    switch reason {
    case "plt": "a stub on the way to another object (plt)"
    case "ifunc": "chooses a function for the dynamic linker (ifunc)"
    case "startup": "the C runtime's own (startup)"
    case "part": "a piece of a function, jumped to and never called (part)"
    default: reason.escaped
    }
  }

  /// What has to be said of a function that was not seen; `nil` when it needs nothing.
  public static func note(_ function: CoveredFunction) -> String? {
    guard !function.isHit, function.inlinedCopies > 0 else { return nil }
    return "also inlined \(count(function.inlinedCopies, "time", "times")): calls of the copies "
      + "cannot be seen"
  }
}
