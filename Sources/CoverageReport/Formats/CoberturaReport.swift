internal import Foundation
internal import Store

/// A document as Cobertura's XML (coverage-04.dtd): objects are packages, their source files
/// classes, and functions methods. The lines are those where functions begin: nothing is known of
/// others.
///
/// Without any line the rate is written as 0, since the format asks for a number; `lines-valid` then
/// is 0 too.
public struct CoberturaReport {
  private var bytes: [UInt8] = []

  /// The whole file, and how many functions have no place in it.
  public static func render(_ document: CoverageDocument) -> RenderedReport {
    var leftOut: Int64 = 0
    var packages: [(object: CoveredObject, files: [SourceFile])] = []
    for object in document.objects {
      let (files, without) = SourceFile.all(of: [object])
      leftOut += without
      if !files.isEmpty { packages.append((object, files)) }
    }
    var report = CoberturaReport()
    report.append(document.session, packages)
    return RenderedReport(bytes: report.bytes, leftOut: leftOut)
  }

  // MARK: Elements

  private mutating func append(
    _ session: CoverageSession, _ packages: [(object: CoveredObject, files: [SourceFile])]
  ) {
    let directory = Self.commonDirectory(of: packages.flatMap { $0.files.map(\.path) })
    let counts = Self.counts(packages.flatMap(\.files))
    line("<?xml version=\"1.0\" encoding=\"UTF-8\"?>")
    line(
      "<!DOCTYPE coverage SYSTEM \"http://cobertura.sourceforge.net/xml/coverage-04.dtd\">")
    line(
      "<coverage line-rate=\"\(counts.rate)\" branch-rate=\"0\" lines-covered=\"\(counts.covered)\" "
        + "lines-valid=\"\(counts.valid)\" branches-covered=\"0\" branches-valid=\"0\" "
        + "complexity=\"0\" version=\"\(Self.escaped(RawText("sonde \(session.sondeVersion ?? "")")))\" "
        + "timestamp=\"\(session.startedAt.nanoseconds / 1_000_000)\">")
    line("<sources><source>\(Self.escaped(directory))</source></sources>")
    line("<packages>")
    for (object, files) in packages {
      let counts = Self.counts(files)
      line(
        "<package name=\"\(Self.escaped(object.path))\" line-rate=\"\(counts.rate)\" "
          + "branch-rate=\"0\" complexity=\"0\"><classes>")
      for file in files { append(file, directory: directory) }
      line("</classes></package>")
    }
    line("</packages>")
    line("</coverage>")
  }

  private mutating func append(_ file: SourceFile, directory: RawText) {
    let counts = Self.counts([file])
    let name = RawText(Array(file.path.bytes.dropFirst(directory.bytes.count)))
    line(
      "<class name=\"\(Self.escaped(file.path.baseName))\" filename=\"\(Self.escaped(name))\" "
        + "line-rate=\"\(counts.rate)\" branch-rate=\"0\" complexity=\"0\">")
    line("<methods>")
    for function in file.functions {
      line(
        "<method name=\"\(Self.escaped(function.name))\" "
          + "signature=\"\(Self.escaped(function.linkageName))\" "
          + "line-rate=\"\(function.hits > 0 ? 1 : 0)\" branch-rate=\"0\" complexity=\"0\">"
          + "<lines>\(Self.line(function.line, hits: function.hits))</lines></method>")
    }
    line("</methods>")
    line("<lines>")
    for entry in file.lines() { line(Self.line(entry.number, hits: entry.hits)) }
    line("</lines>")
    line("</class>")
  }

  private static func line(_ number: Int64, hits: Int64) -> String {
    "<line number=\"\(number)\" hits=\"\(hits)\" branch=\"false\"/>"
  }

  private mutating func line(_ text: String) {
    bytes += text.utf8
    bytes.append(UInt8(ascii: "\n"))
  }

  // MARK: Numbers and paths

  private static func counts(
    _ files: [SourceFile]
  ) -> (covered: Int, valid: Int, rate: String) {
    var (covered, valid) = (0, 0)
    for file in files {
      let lines = file.lines()
      valid += lines.count
      covered += lines.count { $0.hits > 0 }
    }
    if covered == valid { return (covered, valid, valid == 0 ? "0" : "1") }
    // Cut, so that a rate of 1 is said of all only.
    let rate = (Double(covered) * 1e6 / Double(valid)).rounded(.down) / 1e6
    return (covered, valid, String(format: "%.6f", rate))
  }

  /// The longest directory that all absolute paths are in, with its slash; nothing when a path is
  /// relative.
  private static func commonDirectory(of paths: [RawText]) -> RawText {
    guard let first = paths.first else { return "" }
    var length = first.bytes.count
    for path in paths {
      let same = zip(first.bytes.prefix(length), path.bytes).prefix { $0 == $1 }.count
      length = min(length, same)
    }
    let shared = first.bytes.prefix(length)
    guard shared.first == UInt8(ascii: "/"),
      let slash = shared.lastIndex(of: UInt8(ascii: "/"))
    else { return "" }
    return RawText(Array(shared[...slash]))
  }

  /// As the value of an attribute or as text. What XML 1.0 has no place for is written as `\xHH`
  /// or `\u{…}`, and white space other than blanks as a reference, since readers make blanks of it.
  private static func escaped(_ text: RawText) -> String {
    var result = ""
    for scalar in text.escaped.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\t", "\n", "\r": result += "&#\(scalar.value);"
      case "\u{0}"..."\u{1f}", "\u{7f}":
        result += String(format: "\\x%02x", scalar.value)
      case "\u{fffe}", "\u{ffff}": result += "\\u{\(String(scalar.value, radix: 16))}"
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result
  }
}
