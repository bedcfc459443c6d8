import CoverageReport
import Store

/// What the newest coverage of code in a database came to.
struct NewestCodeCoverage {
  /// Its number.
  let id: Int64
  private let summary: CoverageSummary
  /// The result in one sentence.
  let verdict: String

  /// - Returns: `nil` when there is none.
  /// - Throws: `StoreError`.
  init?(_ reader: StoreReader) throws {
    guard let id = try reader.newestCoverage(), let stored = try reader.coverage(id: id) else {
      return nil
    }
    let document = CoverageDocument(stored)
    self.id = id
    summary = CoverageSummary(document)
    verdict = CoverageWords(document, summary: summary).verdict
  }

  /// The numbers.
  var json: JSONValue {
    .object([
      ("coverage_id", .integer(id)), ("functions_in_scope", .integer(summary.inScope)),
      ("functions_hit", .integer(summary.hit)),
      ("percent", summary.percent.map { .real($0) } ?? .null),
    ])
  }
}
