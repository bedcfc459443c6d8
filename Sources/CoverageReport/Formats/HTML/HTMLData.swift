internal import Foundation
internal import HTML
internal import Store

/// The functions of a document in few bytes, for the page's script to make rows of.
///
/// `{"strings": […], "objects": [{"path", "about", "hit", "scope", "files": [[path, rows], …],
/// "rows": […]}]}`. An object's rows are grouped by source file. A row is an array: how many letters
/// of its name are those of the row before, the others, the state, and then, as far as they are not
/// all 0: size, line, inlined copies, reason, first hit in ms since the start plus one, pid, hits,
/// test. Reasons and tests are places in `strings`, whose first is empty.
struct HTMLData {
  private let start: UTCTime
  private var strings = [""]
  private var places: [String: Int] = [:]

  static func render(_ document: CoverageDocument) -> [UInt8] {
    var data = HTMLData(start: document.session.startedAt)
    var objects: [UInt8] = []
    for (index, object) in document.objects.enumerated() {
      if index > 0 { objects.append(UInt8(ascii: ",")) }
      data.append(object, to: &objects)
    }
    let strings = data.strings.map(HTMLText.json).joined(separator: ",")
    return Array("{\"strings\":[\(strings)],\"objects\":[".utf8) + objects + Array("]}".utf8)
  }

  private init(start: UTCTime) {
    self.start = start
  }

  // MARK: Objects

  private mutating func append(_ object: CoveredObject, to bytes: inout [UInt8]) {
    let summary = CoverageSummary(object)
    var files: [RawText: [Row]] = [:]
    for function in object.functions {
      files[function.file ?? "", default: []].append(row(function))
    }
    for function in object.inlinedAway {
      files[function.file ?? "", default: []].append(Self.row(function))
    }
    let sorted = files.sorted { $0.key < $1.key }
    bytes += "{\"path\":\(HTMLText.json(object.path.escaped))".utf8
    bytes += ",\"about\":\(HTMLText.json(Self.about(object)))".utf8
    bytes += ",\"hit\":\(summary.hit),\"scope\":\(summary.inScope),\"files\":[".utf8
    bytes +=
      sorted.map { "[\(HTMLText.json($0.key.escaped)),\($0.value.count)]" }
      .joined(separator: ",").utf8
    bytes += "],\"rows\":[".utf8
    var last: [UInt8] = []
    var isFirst = true
    for row in sorted.lazy.flatMap(\.value) {
      if !isFirst { bytes.append(UInt8(ascii: ",")) }
      isFirst = false
      Self.append(row, after: &last, to: &bytes)
    }
    bytes += "]}".utf8
  }

  private static func about(_ object: CoveredObject) -> String {
    var parts = [
      object.kind.replacingOccurrences(of: "_", with: " "), "build id \(object.buildID)",
    ]
    if !object.namesFrom.isEmpty {
      parts.append("names from " + object.namesFrom.map(\.escaped).joined(separator: ", "))
    }
    if object.aliases > 0 {
      parts.append(CoverageWords.count(object.aliases, "further name", "further names"))
    }
    if let late = object.lateMilliseconds {
      parts.append("mapped \(CoverageWords.duration(late * 1e6)) before its probes")
    }
    if let error = object.error { parts.append(error.escaped) }
    return parts.joined(separator: "; ")
  }

  // MARK: Rows

  private struct Row {
    var name: String
    var state: State
    /// As they are written; zeros at the end are left out.
    var numbers: [String]
  }

  /// What the script has words and colours for.
  private enum State: Int {
    case hit, attached, retired, deferred, failed, expected, ineligible, outOfScope, inlinedAway
  }

  private mutating func row(_ function: CoveredFunction) -> Row {
    var hitTime = "0"
    if let time = function.hitAt {
      let milliseconds = Double(time.nanoseconds.subtractingClamped(start.nanoseconds)) / 1e6
      hitTime = String(format: "%.3f", milliseconds + 1)
    }
    return Row(
      name: HTMLText.visible(function.name), state: Self.state(function),
      numbers: [
        "\(function.size)", "\(function.line ?? 0)", "\(function.inlinedCopies)",
        "\(place(function.reason.map(CoverageWords.words)))", hitTime, "\(function.pid ?? 0)",
        "\(function.hits)", "\(place(function.test?.escaped))",
      ])
  }

  private static func row(_ function: InlinedFunction) -> Row {
    Row(
      name: HTMLText.visible(function.name), state: .inlinedAway,
      numbers: ["0", "\(function.line ?? 0)", "\(function.copies)"])
  }

  private static func state(_ function: CoveredFunction) -> State {
    if function.isHit { return .hit }
    switch function.state {
    case .hit: return .hit
    case .attached: return .attached
    case .retired: return .retired
    case .deferred: return .deferred
    case .failed: return .failed
    case .expected: return .expected
    case .ineligible: return function.isOutOfScope ? .outOfScope : .ineligible
    }
  }

  private mutating func place(_ text: String?) -> Int {
    guard let text else { return 0 }
    if let place = places[text] { return place }
    strings.append(text)
    places[text] = strings.count - 1
    return strings.count - 1
  }

  /// Names that follow each other have much in common. Only ASCII is shared, where a letter is a
  /// byte here and one unit of JavaScript there.
  private static func append(_ row: Row, after last: inout [UInt8], to bytes: inout [UInt8]) {
    let name = Array(row.name.utf8)
    var shared = 0
    while shared < name.count, shared < last.count, name[shared] == last[shared],
      name[shared] < 0x80
    {
      shared += 1
    }
    last = name
    let rest = HTMLText.json(String(decoding: name[shared...], as: UTF8.self))
    bytes += "[\(shared),\(rest),\(row.state.rawValue)".utf8
    let count = row.numbers.lastIndex { $0 != "0" }.map { $0 + 1 } ?? 0
    for number in row.numbers.prefix(count) { bytes += ",\(number)".utf8 }
    bytes.append(UInt8(ascii: "]"))
  }
}
