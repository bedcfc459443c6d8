import ArgumentParser
import CoverageReport

/// How a report of coverage is written.
enum CoverageFormat: String, CaseIterable, ExpressibleByArgument {
  case text, json, lcov, cobertura, html

  /// The whole file, and how many functions have no place in it.
  func render(_ document: CoverageDocument, style: TextStyle, limit: Int?) throws -> RenderedReport
  {
    switch self {
    case .text:
      let text = CoverageReportText(document: document, style: style, limit: limit).render()
      return RenderedReport(bytes: Array(text.utf8))
    case .json: return RenderedReport(bytes: try CoverageJSON.render(document))
    case .lcov: return LCOVReport.render(document)
    case .cobertura: return CoberturaReport.render(document)
    case .html: return RenderedReport(bytes: HTMLReport.render(document))
    }
  }
}
