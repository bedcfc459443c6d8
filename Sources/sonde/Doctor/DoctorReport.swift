import Foundation

/// The findings as a page for people or for programs.
struct DoctorReport {
  let findings: [Finding]

  /// Whether the main job can be done.
  var isHealthy: Bool { !findings.contains(where: \.isFatal) }

  /// One line each: status, name, evidence; below it the mend.
  var text: String {
    let width = findings.map(\.name.count).max() ?? 0
    let statusWidth = 8
    let indent = String(repeating: " ", count: statusWidth + width + 4)
    let lines = findings.map { finding in
      let status = Self.padded(finding.outcome.status, statusWidth)
      let evidence = finding.outcome.evidence.replacing("\n", with: "\n\(indent)")
      let mend = finding.outcome.mend.map { "\n\(indent)mend: \($0)" } ?? ""
      return "\(status)  \(Self.padded(finding.name, width))  \(evidence)\(mend)\n"
    }
    return lines.joined() + "\n\(summary)\n"
  }

  /// The text as an object: `healthy`, and `checks` in the same order.
  func json() throws -> String {
    struct Check: Encodable {
      let name: String
      let need: Finding.Need
      let status: String
      let evidence: String
      let mend: String?
    }
    struct Page: Encodable {
      let healthy: Bool
      let checks: [Check]
    }
    let checks = findings.map { finding in
      Check(
        name: finding.name, need: finding.need, status: finding.outcome.status,
        evidence: finding.outcome.evidence, mend: finding.outcome.mend)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let data = try encoder.encode(Page(healthy: isHealthy, checks: checks))
    return String(decoding: data, as: UTF8.self) + "\n"
  }

  private var summary: String {
    let fatal = findings.filter(\.isFatal).map(\.name)
    guard fatal.isEmpty else {
      return "sonde cannot do its work here: \(fatal.joined(separator: ", ")) missing"
    }
    let lesser = findings.filter { $0.outcome.mend != nil }.count
    return lesser == 0
      ? "sonde can do all of its work here"
      : "sonde can do its work here; \(lesser) of \(findings.count) checks could be better"
  }

  private static func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }
}
