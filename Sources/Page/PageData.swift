internal import Foundation
internal import HTML
internal import Store

/// What the page's script draws from, compressed and in base64.
///
/// The size of the head in four bytes, the lowest first; the head, an object of JSON; and then the
/// columns that its `columns` names, each with its size in bytes. Times are microseconds from the
/// beginning of the run. Nothing in base64 can end the element that it stands in.
struct PageData {
  private let contents: PageContents
  private var columns: [(name: String, bytes: [UInt8])] = []
  private var strings = StringTable()

  private var timeline: RunTimeline { contents.timeline }

  /// - Parameter textLimit: How many characters of each command.
  static func render(_ contents: PageContents, textLimit: Int) -> [UInt8] {
    var data = PageData(contents: contents)
    data.addProcesses()
    data.addCommands(limit: textLimit)
    data.addTimes()
    data.addSamples()
    data.addCurves()
    let head = data.head()
    var bytes: [UInt8] = (0..<4).map { UInt8(truncatingIfNeeded: head.count >> (8 * $0)) }
    bytes += head
    for column in data.columns { bytes += column.bytes }
    return Array(Data(Deflate.compress(bytes) ?? []).base64EncodedData())
  }

  private init(contents: PageContents) {
    self.contents = contents
  }

  private mutating func add(_ name: String, _ column: ColumnWriter) {
    columns.append((name, column.bytes))
  }

  /// A column of what there is of each element.
  private mutating func add<Element>(
    _ name: String, of elements: [Element], _ append: (inout ColumnWriter, Element) -> Void
  ) {
    var writer = ColumnWriter()
    for element in elements { append(&writer, element) }
    add(name, writer)
  }

  /// A moment as microseconds from the beginning of the run.
  private func offset(_ time: Int64) -> Int64 {
    Self.offset(time, from: timeline.started)
  }

  private static func offset(_ time: Int64, from began: Int64) -> Int64 {
    max(time.subtractingClamped(began), 0) / 1000
  }

  // MARK: Processes

  private mutating func addProcesses() {
    let processes = timeline.processes
    let began = timeline.started
    add("parent", of: Array(processes.enumerated())) {
      $0.append($1.element.parent < 0 ? 0 : Int64($1.offset) - Int64($1.element.parent))
    }
    add("id", of: processes) { $0.append(difference: $1.brief.id) }
    add("pid", of: processes) { $0.append(difference: $1.brief.pid) }
    add("start", of: processes) {
      $0.append(difference: Self.offset($1.brief.started, from: began))
    }
    add("duration", of: processes) { $0.append(optional: $1.brief.duration.map { $0 / 1000 }) }
    add("user", of: processes) { $0.append(optional: $1.brief.userTime.map { $0 / 1000 }) }
    add("system", of: processes) { $0.append(optional: $1.brief.systemTime.map { $0 / 1000 }) }
    add("rss", of: processes) { $0.append(optional: $1.brief.peakRSS.map { $0 / 1024 }) }
    add("rssSource", of: processes) { $0.append($1.brief.peakRSSSource.rawValue) }
    add("read", of: processes) { $0.append(optional: $1.brief.readBytes) }
    add("write", of: processes) { $0.append(optional: $1.brief.writeBytes) }
    add("executions", of: processes) { $0.append($1.executions) }
    add("threads", of: processes) { $0.append(optional: $1.threads) }
    add("step", of: processes) { $0.append(Int64($1.step) + 1) }
    add("isCut", of: processes) { $0.append($1.isCommandCut ? 1 : 0) }
    addNames()
  }

  private mutating func addNames() {
    var (tools, owners, places) = (ColumnWriter(), ColumnWriter(), ColumnWriter())
    var containers = ColumnWriter()
    var (outcomes, tones) = (ColumnWriter(), ColumnWriter())
    for process in timeline.processes {
      tools.append(strings.place(process.tool))
      owners.append(strings.place(RawText(process.user)))
      containers.append(process.brief.container.map { strings.place(RawText($0)) } ?? 0)
      places.append(process.directory.map { strings.place($0) } ?? 0)
    }
    for text in contents.processes {
      outcomes.append(strings.place(RawText(text.outcome)))
      tones.append(Int64(text.tone.rawValue))
    }
    for (name, column) in [
      ("tool", tools), ("owner", owners), ("directory", places), ("outcome", outcomes),
      ("tone", tones), ("container", containers),
    ] {
      add(name, column)
    }
  }

  private mutating func addCommands(limit: Int) {
    var (sizes, texts) = (ColumnWriter(), ColumnWriter())
    for text in contents.processes {
      let visible = HTMLText.visible(text.command)
      let bytes = Array((visible.utf8.count > limit ? Self.cut(visible, limit) : visible).utf8)
      sizes.append(Int64(bytes.count))
      texts.append(bytes: bytes)
    }
    add("commandSize", sizes)
    add("command", texts)
  }

  private static func cut(_ text: String, _ limit: Int) -> String {
    String(text.unicodeScalars.prefix(limit)) + "…"
  }

  // MARK: Over time

  /// Microseconds of each part; the first column says of which processes they are known.
  private mutating func addTimes() {
    guard timeline.timeSpent != nil else { return }
    let known = timeline.processes.enumerated().compactMap { place, process in
      process.time.map { (place: Int64(place), time: $0) }
    }
    func microseconds(_ seconds: Double?) -> Int64? {
      seconds.flatMap { Int64(exactly: ($0 * 1e6).rounded()) }
    }
    add("timeProcess", of: known) { $0.append(difference: $1.place) }
    add("timeThreads", of: known) { $0.append(optional: microseconds($1.time.threads)) }
    for index in RunTimeline.TimeSplit.names.indices {
      add("time\(index)", of: known) { $0.append(optional: microseconds($1.time.parts[index])) }
    }
  }

  private mutating func addSamples() {
    let began = timeline.started
    add("sampleProcess", of: timeline.samples) { $0.append(Int64($1.process)) }
    add("sampleCount", of: timeline.samples) { $0.append(Int64($1.readings.count)) }
    let readings = timeline.samples.flatMap(\.readings)
    add("sampleAt", of: readings) { $0.append(difference: Self.offset($1.at, from: began)) }
    add("sampleCPU", of: readings) {
      $0.append(optional: $1.cpuPercent.map { Self.whole($0 * 10) })
    }
    add("sampleRSS", of: readings) { $0.append(difference: $1.rss / 1024) }
  }

  private mutating func addCurves() {
    let curves = timeline.curves
    for (name, values, scale) in [
      ("curveCPU", curves.cpu, 1000.0), ("curveMemory", curves.memory, 1 / 1024.0),
      ("curveRead", curves.read, 1.0), ("curveWrite", curves.write, 1.0),
    ] {
      add(name, of: values) { $0.append(difference: Self.whole($1 * scale)) }
    }
  }

  private static func whole(_ value: Double) -> Int64 {
    Int64(exactly: value.rounded()) ?? 0
  }

  // MARK: The head

  private func head() -> [UInt8] {
    let timeline = timeline
    let columns = columns.map { "[\(HTMLText.json($0.name)),\($0.bytes.count)]" }
    let steps = (timeline.steps ?? []).map { step in
      let end = step.ended.map { "\(offset($0))" } ?? "null"
      let isBad = step.signal != nil || (step.exitCode ?? 0) != 0
      return "[\(HTMLText.json(step.label.escaped)),\(HTMLText.json(step.engine)),\(step.parent),"
        + "\(offset(step.started)),\(end),\(isBad ? 1 : 0)]"
    }
    let path = contents.path.map { "[\($0.process),\(offset($0.started)),\(offset($0.ended))]" }
    let failures = contents.failures.compactMap { failure in
      failure.process.map { "[\($0),\(HTMLText.json(failure.summary))]" }
    }
    let members: [(String, String)] = [
      ("began", "\(timeline.started / 1_000_000)"), ("length", "\(offset(timeline.ended))"),
      ("hasEnded", "\(contents.hasEnded)"), ("count", "\(timeline.processes.count)"),
      ("omitted", "\(timeline.omitted)"), ("sampled", "\(timeline.curves.sampled)"),
      ("isMemoryBound", "\(timeline.curves.isMemoryBound)"), ("strings", strings.json),
      ("steps", list(steps)), ("path", list(path)), ("failures", list(failures)),
      (
        "parts",
        list(
          RunTimeline.TimeSplit.names.map {
            HTMLText.json($0.replacingOccurrences(of: "_", with: " "))
          })
      ), ("columns", list(columns)),
    ]
    return Array("{\(members.map { "\"\($0)\":\($1)" }.joined(separator: ","))}".utf8)
  }

  private func list(_ elements: [String]) -> String {
    "[\(elements.joined(separator: ","))]"
  }
}

/// Texts that many rows share; the first is empty and stands for none.
private struct StringTable {
  private var texts = [RawText("")]
  private var places: [RawText: Int64] = [RawText(""): 0]

  mutating func place(_ text: RawText) -> Int64 {
    if let place = places[text] { return place }
    places[text] = Int64(texts.count)
    texts.append(text)
    return Int64(texts.count - 1)
  }

  var json: String {
    "[\(texts.map { HTMLText.json(HTMLText.visible($0)) }.joined(separator: ","))]"
  }
}
