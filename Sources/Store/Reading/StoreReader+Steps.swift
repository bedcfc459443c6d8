internal import GRDB

extension StoreReader {
  /// The steps of a run in the order of their beginning; of more than `limit` those that took longest.
  static func steps(
    ofRun id: Int64, limit: Int, in database: Database
  ) throws -> Bounded<StepBrief> {
    let count = try Int64.fetchOne(
      database, sql: "SELECT count(*) FROM step WHERE run_id = ?", arguments: [id])
    let steps = try Row.fetchAll(database, sql: stepsSQL, arguments: [id, Int64(limit)])
      .map(StepBrief.init(row:)).sorted { ($0.started, $0.id) < ($1.started, $1.id) }
    return Bounded(elements: steps, omitted: (count ?? 0) - Int64(steps.count))
  }

  /// By run id, limit. One that has not ended may yet take longest.
  private static let stepsSQL = """
    SELECT s.id, nullif(s.parent_id, 0), s.engine, s.name, s.label, s.details, s.process_id, p.pid,
      s.started_ns, p.ended_ns, p.status, s.processes,
      iif(s.processes > s.without_totals, s.cpu_ns, NULL), nullif(s.peak_rss, 0),
      iif(s.processes > s.without_totals, s.read_bytes, NULL),
      iif(s.processes > s.without_totals, s.write_bytes, NULL)
    FROM step s LEFT JOIN process p ON p.id = s.process_id WHERE s.run_id = ?
    ORDER BY p.ended_ns IS NOT NULL, p.ended_ns - s.started_ns DESC, s.id LIMIT ?
    """
}

extension StepBrief {
  fileprivate init(row: Row) {
    var columns = RowReader(row)
    id = columns.integer()
    parentID = columns.optionalInteger()
    engine = columns.string()
    name = columns.text()
    label = columns.text()
    details = columns.text()
    processID = columns.integer()
    pid = columns.integer()
    started = columns.integer()
    ended = columns.optionalInteger()
    outcome = ProcessOutcome(waitStatus: columns.optionalInteger())
    processes = columns.integer()
    cpuTime = columns.optionalInteger()
    peakRSS = columns.optionalInteger()
    readBytes = columns.optionalInteger()
    writeBytes = columns.optionalInteger()
  }
}
