extension StoreReader {
  /// Which libraries the processes of the runs that a filter leaves used.
  ///
  /// - Parameters:
  ///   - top: The most that are listed, for each pipeline too.
  ///   - byPipeline: Also for each pipeline.
  /// - Throws: ``StoreError``.
  public func libraries(
    _ filter: LibraryFilter, order: LibraryAnalysis.Order = .processes, top: Int = 20,
    byPipeline: Bool = false
  ) throws -> LibraryAnalysis {
    let connection = try AnalysisConnection(path: path)
    try connection.begin()
    try connection.requireCurrentSchema()
    let scan = try LibraryScan(filter, byPipeline: byPipeline, in: connection)
    return LibraryAnalysis(
      runs: scan.runCount, uses: scan.uses(order, top: top),
      pipelines: scan.pipelines(order, top: top))
  }
}
