import Foundation
import Store
import Testing

@testable import CoverageReport

@Suite struct LCOVTests {
  @Test func theSpecimenIsWrittenByFilesAndTests() throws {
    let report = LCOVReport.render(try Specimen.document())
    #expect(report.leftOut == 3)
    #expect(
      String(decoding: report.bytes, as: UTF8.self) == """
        TN:coverage_3
        SF:/src/app/main.c
        FN:2,main
        FN:7,later
        FNDA:1,main
        FNDA:0,later
        FNF:2
        FNH:1
        DA:2,1
        DA:7,0
        LF:2
        LH:1
        end_of_record
        TN:coverage_3
        SF:/src/app/parse.c
        FN:1,parse
        FN:4,usage
        FNDA:0,parse
        FNDA:0,usage
        FNF:2
        FNH:0
        DA:1,0
        DA:4,0
        LF:2
        LH:0
        end_of_record
        TN:unit_one
        SF:/src/app/parse.c
        FN:1,parse
        FNDA:3,parse
        FNF:1
        FNH:1
        DA:1,3
        LF:1
        LH:1
        end_of_record

        """)
  }

  @Test func lcovAndGenhtmlReadTheSameNumbers() throws {
    let directory = try TestDirectory()
    for (name, lines) in [("main.c", 9), ("parse.c", 5)] {
      _ = try directory.write(String(repeating: "int x;\n", count: lines).utf8, name)
    }
    let document = try Specimen.document(directory: directory.path)
    let file = try directory.write(LCOVReport.render(document).bytes, "a.info")
    let summary = try Tool.run("lcov", ["--summary", file])
    #expect(summary.status == 0, "\(summary.output)")
    #expect(summary.output.contains("lines......: 50.0% (2 of 4 lines)"), "\(summary.output)")
    #expect(
      summary.output.contains("functions..: 50.0% (2 of 4 functions)"), "\(summary.output)")
    let pages = try Tool.run(
      "genhtml", [file, "--output-directory", "\(directory.path)/html", "--show-details"])
    #expect(pages.status == 0 && !pages.output.contains("WARNING"), "\(pages.output)")
    #expect(pages.output.contains("(2 of 4 functions)"), "\(pages.output)")
  }

  @Test func namesThatWouldBreakALineAreEscaped() throws {
    let directory = try TestDirectory()
    var document = Specimen.document([.hit, .hit, .attached])
    let names: [RawText] = ["a<int, b>", "x\ny", RawText([0x66, 0xff])]
    for (index, name) in names.enumerated() {
      document.objects[0].functions[index].linkageName = name
      (document.objects[0].functions[index].file, document.objects[0].functions[index].line) =
        ("/src/a.c", Int64(index + 1))
    }
    document.objects[0].functions[0].test = "a b/c,d"
    let bytes = LCOVReport.render(document).bytes
    let text = String(decoding: bytes, as: UTF8.self)
    for line in ["TN:a_b_c_d", "FN:1,a<int\\x2c b>", "FN:2,x\\x0ay", "FN:3,f\\xff"] {
      #expect(text.contains(line + "\n"))
    }
    let file = try directory.write(bytes, "a.info")
    let summary = try Tool.run("lcov", ["--summary", file])
    #expect(summary.output.contains("(2 of 3 functions)"), "\(summary.output)")
  }

  @Test func theSameFunctionOfTwoObjectsIsOneAndTwoOfANameAreTwo() {
    var first = Specimen.document([.hit, .attached])
    for index in 0...1 {
      first.objects[0].functions[index].file = "/src/a.h"
      first.objects[0].functions[index].line = Int64(index + 5)
      first.objects[0].functions[index].linkageName = "helper"
    }
    var second = first.objects[0]
    second.buildID = "bb"
    second.functions[0].hits = 2
    first.objects.append(second)
    let text = String(decoding: LCOVReport.render(first).bytes, as: UTF8.self)
    #expect(text.contains("FN:5,helper\nFN:6,helper:6\nFNDA:3,helper\nFNDA:0,helper:6\nFNF:2\n"))
  }

  @Test func whatIsNotInScopeIsNotThere() {
    var document = Specimen.document([.ineligible])
    (document.objects[0].functions[0].file, document.objects[0].functions[0].line) = ("/a.c", 1)
    #expect(LCOVReport.render(document) == RenderedReport(bytes: [], leftOut: 0))
  }
}
