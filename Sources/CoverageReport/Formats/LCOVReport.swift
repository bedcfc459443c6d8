internal import Store

/// A document as LCOV's tracefile (geninfo(1)): for each source file the functions, how often they
/// ran, and the lines where they begin. Nothing is known of other lines, so they are not there.
///
/// A first part has all functions under the coverage's name; what was first run by a test is counted
/// in a part of the test's name instead, so that the sum over all parts is right.
public enum LCOVReport {
  /// The whole file, and how many functions have no place in it.
  public static func render(_ document: CoverageDocument) -> RenderedReport {
    let (files, leftOut) = SourceFile.all(of: document.objects)
    var writer = Writer()
    let name = document.session.id.map { RawText("coverage_\($0)") } ?? "coverage_merged"
    for file in files { writer.append(file, test: name) { $0.test == nil ? $0.hits : 0 } }
    for (test, files) in parts(of: files) {
      for file in files { writer.append(file, test: test) { $0.hits } }
    }
    return RenderedReport(bytes: writer.bytes, leftOut: leftOut)
  }

  /// What each test was the first to run, in the order of the tests' names.
  private static func parts(of files: [SourceFile]) -> [(test: RawText, files: [SourceFile])] {
    var parts: [RawText: [SourceFile]] = [:]
    for file in files {
      for (test, functions) in Dictionary(grouping: file.functions, by: \.test) {
        guard let test else { continue }
        parts[test, default: []].append(SourceFile(path: file.path, functions: functions))
      }
    }
    return parts.sorted { $0.key < $1.key }.map { (test: $0.key, files: $0.value) }
  }

  private struct Writer {
    var bytes: [UInt8] = []

    mutating func append(
      _ file: SourceFile, test: RawText, hits: (SourceFunction) -> Int64
    ) {
      line("TN:", Self.testName(test))
      line("SF:", Self.escaped(file.path, commas: false))
      for function in file.functions {
        line("FN:\(function.line),", Self.escaped(function.linkageName, commas: true))
      }
      for function in file.functions {
        line("FNDA:\(hits(function)),", Self.escaped(function.linkageName, commas: true))
      }
      line("FNF:\(file.functions.count)")
      line("FNH:\(file.functions.count { hits($0) > 0 })")
      // Some readers look at lines alone.
      let lines = file.lines(hits)
      for entry in lines { line("DA:\(entry.number),\(entry.hits)") }
      line("LF:\(lines.count)")
      line("LH:\(lines.count { $0.hits > 0 })")
      line("end_of_record")
    }

    private mutating func line(_ text: String, _ rest: [UInt8] = []) {
      bytes += text.utf8
      bytes += rest
      bytes.append(UInt8(ascii: "\n"))
    }

    /// Letters, digits and `_` are all that readers keep.
    private static func testName(_ name: RawText) -> [UInt8] {
      let kept = name.bytes.map { byte in
        switch byte {
        case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
          UInt8(ascii: "0")...UInt8(ascii: "9"):
          byte
        default: UInt8(ascii: "_")
        }
      }
      return kept.isEmpty ? [UInt8(ascii: "_")] : kept
    }

    /// A line feed would end the line, and a comma the name of a function.
    private static func escaped(_ text: RawText, commas: Bool) -> [UInt8] {
      var result: [UInt8] = []
      for byte in text.escaped.utf8 {
        switch byte {
        case UInt8(ascii: ",") where commas: result += "\\x2c".utf8
        case ..<0x20, 0x7f:
          result += "\\x".utf8
          result += (byte < 0x10 ? "0" : "").utf8
          result += String(byte, radix: 16).utf8
        default: result.append(byte)
        }
      }
      return result
    }
  }
}
