internal import GRDB
public import Steps

extension RecordWriter {
  /// Writes what is known of a step. What was written of it before is replaced, but for texts that are
  /// not handed out any more.
  public func write(_ step: Step) throws {
    let description = step.description
    let isWhole = !step.isSlim
    try inDatabase { database in
      try database.cachedStatement(sql: Self.writeStep).execute(arguments: [
        step.id, step.runID, step.parentID, step.processID, utc(step.started),
        description.engine.rawValue, description.name, isWhole ? description.label : nil,
        isWhole ? description.details.json : nil, step.use.processes, step.use.withoutTotals,
        Int64(clamping: step.use.cpu), Int64(clamping: step.use.peakRSS),
        Int64(clamping: step.use.readBytes), Int64(clamping: step.use.writeBytes),
      ])
    }
  }

  private static let writeStep = """
    INSERT INTO step VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT (id) DO UPDATE SET
      name = excluded.name, label = coalesce(excluded.label, label),
      details = coalesce(excluded.details, details), processes = excluded.processes,
      without_totals = excluded.without_totals, cpu_ns = excluded.cpu_ns,
      peak_rss = excluded.peak_rss, read_bytes = excluded.read_bytes,
      write_bytes = excluded.write_bytes
    """
}
