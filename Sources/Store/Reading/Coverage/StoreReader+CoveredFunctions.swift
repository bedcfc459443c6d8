internal import GRDB

extension StoreReader {
  func objects(
    ofCoverage id: Int64, marks: [CoverageMark], in database: Database
  ) throws -> [CoveredObject] {
    try collect(try cursor(CoverageSQL.objects, id, in: database)) { row in
      let objectID = row.integer(0) ?? 0
      var object = CoveredObject(
        buildID: row.string(1), path: row.text(2) ?? "", kind: row.string(3))
      object.namesFrom = row.text(4)?.arguments ?? []
      (object.aliases, object.hasLines) = (row.integer(5) ?? 0, row.integer(6) ?? 0 != 0)
      object.lateMilliseconds = row.integer(7).map { Double($0) / 1e6 }
      object.error = row.text(8)
      let functions = try cursor(CoverageSQL.functions, id, objectID, in: database)
      object.functions = try collect(functions) {
        try function($0, marks: marks, object: object.path)
      }
      object.inlinedAway = try collect(try cursor(CoverageSQL.inlined, objectID, in: database)) {
        InlinedFunction(
          name: $0.text(0) ?? "", linkageName: $0.text(1) ?? "", file: $0.text(2),
          line: $0.integer(3), copies: $0.integer(4) ?? 0)
      }
      return object
    }
  }

  private func function(
    _ row: RowCursor, marks: [CoverageMark], object: RawText
  ) throws -> CoveredFunction {
    var function = CoveredFunction(
      offset: row.integer(0) ?? 0, size: row.integer(1) ?? 0, name: row.text(2) ?? "",
      linkageName: row.text(3) ?? "")
    (function.file, function.line) = (row.text(4), row.integer(5))
    function.inlinedCopies = row.integer(6) ?? 0
    let ineligible = row.text(7)
    function.state = ineligible == nil ? .expected : .ineligible
    if let word = row.optionalString(8) {
      guard let state = FunctionState(rawValue: word) else {
        throw unknown(word, as: "the state of a function of \(object.escaped)")
      }
      function.state = state
    }
    function.reason = row.text(9) ?? (function.state == .ineligible ? ineligible : nil)
    function.attachedAt = row.integer(10).map(UTCTime.init(nanoseconds:))
    function.hitAt = row.integer(11).map(UTCTime.init(nanoseconds:))
    (function.pid, function.processID) = (row.integer(12), row.integer(13))
    function.hits = row.integer(14) ?? 0
    function.test = function.hitAt.flatMap { Self.lastMark(before: $0, in: marks)?.name }
    return function
  }

  /// What a hit belongs to is the mark that was the last when it came.
  private static func lastMark(
    before time: UTCTime, in marks: [CoverageMark]
  ) -> CoverageMark? {
    var (low, high) = (0, marks.count)
    while low < high {
      let middle = (low + high) / 2
      if marks[middle].at <= time { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? marks[low - 1] : nil
  }
}
