import CoverageReport
import Store
import Testing

@testable import sonde

@Suite struct CoverageTextTests {
  @Test func aCoverageWithEverythingIsToldWithItsReservations() throws {
    try Golden.expect(text(CoverageSpecimens.troubled), "coverage-troubled.txt")
  }

  @Test func aCoverageThatSawAllIsToldInFewLines() throws {
    try Golden.expect(text(CoverageSpecimens.complete), "coverage-complete.txt")
  }

  @Test func withoutFunctionsThereIsNoPercentage() {
    var document = CoverageSpecimens.complete
    document.objects = []
    let lines = text(document).split(separator: "\n")
    #expect(lines.first == "No functions in scope: none were found.")
  }

  @Test(arguments: [(2, "  … and 3 more; --all shows them"), (nil, nil), (5, nil)])
  func whatIsLeftOutOfTheListIsCounted(limit: Int?, line: String?) {
    let lines = text(CoverageSpecimens.troubled, limit: limit).split(separator: "\n")
    #expect(lines.first { $0.contains("more; --all") }.map(String.init) == line)
  }

  @Test func noLineIsWiderThanTheTerminal() {
    let report = CoverageReportText(
      document: CoverageSpecimens.troubled, style: TextStyle(columns: 60), limit: nil)
    // The verdict is never cut.
    let lines = report.render().split(separator: "\n").dropFirst()
    #expect(lines.allSatisfy { TerminalText.width(String($0)) <= 60 })
  }

  @Test func namesOfProgramsCannotSteerTheTerminal() {
    let text = text(CoverageSpecimens.troubled)
    #expect(
      text.unicodeScalars.allSatisfy {
        $0 == "\n" || !$0.properties.isDefaultIgnorableCodePoint && $0.value >= 0x20
      })
    #expect(text.contains("odd\\e[31m\\u{202e}"))
  }

  private func text(_ document: CoverageDocument, limit: Int? = 20) -> String {
    CoverageReportText(document: document, style: TextStyle(), limit: limit).render()
  }
}
