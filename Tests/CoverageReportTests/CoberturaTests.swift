import Foundation
import Store
import Testing

@testable import CoverageReport

@Suite struct CoberturaTests {
  @Test func theSpecimenPassesTheRulesOfTheFormat() throws {
    let output = try validate(CoberturaReport.render(try Specimen.document()).bytes)
    #expect(output.status == 0, "\(output.output)")
  }

  @Test func namesOfAnyBytesPassTheRulesOfTheFormat() throws {
    var document = Specimen.document([.hit, .hit, .attached, .hit])
    let names: [RawText] = [
      "a<int, b>&\"'", "x\ny\u{1}\u{7f}\u{fffe}", RawText([0x66, 0xff, 0]), "]]>--><!--",
    ]
    for (index, name) in names.enumerated() {
      document.objects[0].functions[index].name = name
      document.objects[0].functions[index].linkageName = name
      document.objects[0].functions[index].file = RawText(Array("/src/".utf8) + name.bytes)
      document.objects[0].functions[index].line = 1
    }
    document.objects[0].path = names[1]
    let output = try validate(CoberturaReport.render(document).bytes)
    #expect(output.status == 0, "\(output.output)")
  }

  @Test func aDocumentWithoutAnyPassesTheRulesOfTheFormat() throws {
    let report = CoberturaReport.render(Specimen.document([.hit]))
    #expect(report.leftOut == 1)
    #expect(try validate(report.bytes).status == 0)
  }

  @Test func theRulesOfTheFormatAreLookedAt() throws {
    let text = String(
      decoding: CoberturaReport.render(try Specimen.document()).bytes, as: UTF8.self)
    let damaged = text.replacingOccurrences(of: " hits=\"1\"", with: "")
    #expect(try validate(Array(damaged.utf8)).status != 0)
  }

  @Test func ratesAreThoseOfTheLines() throws {
    let report = CoberturaReport.render(try Specimen.document())
    #expect(report.leftOut == 3)
    let text = String(decoding: report.bytes, as: UTF8.self)
    for part in [
      "<coverage line-rate=\"0.500000\" branch-rate=\"0\" lines-covered=\"2\" lines-valid=\"4\"",
      "<source>/src/app/</source>", "<package name=\"/opt/app/bin/app\" line-rate=\"0.500000\"",
      "<class name=\"parse.c\" filename=\"parse.c\" line-rate=\"0.500000\"",
      "<line number=\"1\" hits=\"3\" branch=\"false\"/>", "timestamp=\"1700000000000\"",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test func pycoberturaReadsTheSameNumbers() throws {
    let directory = try TestDirectory()
    _ = try directory.write("int x;\n".utf8, "main.c")
    _ = try directory.write("int x;\n".utf8, "parse.c")
    let document = try Specimen.document(directory: directory.path)
    let file = try directory.write(CoberturaReport.render(document).bytes, "a.xml")
    let script = """
      import sys, pycobertura
      c = pycobertura.Cobertura(sys.argv[1])
      print(c.total_statements(), c.total_hits(), c.total_misses(), c.line_rate())
      print(c.missed_statements('main.c'), c.missed_statements('parse.c'))
      """
    let output = try Tool.python(["-c", script, file])
    #expect(output.output == "4 2 2 0.5\n[7] [4]\n", "\(output.output)")
  }

  private func validate(_ bytes: [UInt8]) throws -> (output: String, status: Int32) {
    let directory = try TestDirectory()
    let rules = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("cobertura.dtd").path
    let file = try directory.write(bytes, "a.xml")
    return try Tool.run(
      "xmllint", ["--noout", "--nonet", "--dtdvalid", rules, file])
  }
}
