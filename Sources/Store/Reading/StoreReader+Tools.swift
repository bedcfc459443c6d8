internal import GRDB

extension StoreReader {
  /// What each program of a run has used, the most CPU time first.
  static func tools(ofRun id: Int64, in database: Database) throws -> [ToolUse] {
    var tools: [RawText: ToolUse] = [:]
    let rows = try Row.fetchCursor(database, sql: ReportSQL.tools, arguments: [id])
    while let row = try rows.next() {
      let tool = ToolUse(row: row)
      // Two paths may end in the same name.
      if tools[tool.name]?.add(tool) == nil { tools[tool.name] = tool }
    }
    return tools.values.sorted { left, right in
      let (leftTime, rightTime) = (
        left.userTime + left.systemTime, right.userTime + right.systemTime
      )
      return leftTime == rightTime ? left.name < right.name : leftTime > rightTime
    }
  }
}

extension ToolUse {
  init(row: Row) {
    var columns = RowReader(row)
    name = ToolName.whole(columns.text(), path: columns.optionalText())
    processes = columns.integer()
    withoutEnd = columns.integer()
    nonZero = columns.integer()
    wallTime = columns.integer()
    userTime = columns.integer()
    systemTime = columns.integer()
    peakRSS = columns.optionalInteger()
    peakRSSSource = MeasureSource(rawValue: columns.integer()) ?? .missing
    readBytes = columns.integer()
    writeBytes = columns.integer()
    rchar = columns.integer()
    wchar = columns.integer()
  }

  mutating func add(_ other: ToolUse) {
    processes += other.processes
    withoutEnd += other.withoutEnd
    nonZero += other.nonZero
    wallTime += other.wallTime
    userTime += other.userTime
    systemTime += other.systemTime
    if other.peakRSS ?? -1 > peakRSS ?? -1 {
      peakRSS = other.peakRSS
      peakRSSSource = other.peakRSSSource
    }
    readBytes += other.readBytes
    writeBytes += other.writeBytes
    rchar += other.rchar
    wchar += other.wchar
  }
}

/// The name of a program whose first 15 bytes the kernel has kept.
enum ToolName {
  private static let kept = 15

  /// The name of the file when it goes on where the kernel's name ends; otherwise the kernel's.
  static func whole(_ comm: RawText, path: RawText?) -> RawText {
    guard comm.bytes.count >= kept, let name = path?.baseName,
      name.bytes.starts(with: comm.bytes)
    else { return comm }
    return name
  }
}
