internal import GRDB

extension StoreReader {
  /// Where the time of a run's processes went; `nil` when nothing is known of it.
  static func times(ofRun id: Int64, in database: Database) throws -> RunTimes? {
    var times = RunTimes()
    let rows = try Row.fetchCursor(database, sql: ReportSQL.times, arguments: [id])
    while let row = try rows.next() {
      var columns = RowReader(row)
      let name = columns.optionalText()
      let use = TimeUse(&columns)
      times.all.add(use)
      times.tools.append((name, use))
    }
    return times.tools.isEmpty ? nil : times
  }
}

extension TimeUse {
  init(_ columns: inout RowReader) {
    processes = columns.integer()
    threads = columns.integer()
    onCPU = columns.integer()
    runnable = columns.integer()
    throttled = columns.optionalInteger()
    blockIO = columns.integer()
    fault = columns.integer()
    child = columns.integer()
    pipe = columns.integer()
    network = columns.integer()
    lock = columns.integer()
    sleep = columns.integer()
    other = columns.integer()
  }
}
