internal import Glibc
public import Store

/// What an export to a dataset has done.
public struct DatasetSummary: Equatable, Sendable {
  /// New files.
  public var parts = 0
  /// Runs that were not there before.
  public var runs = 0
  /// Runs that are not exported since they have not ended.
  public var openRuns = 0
}

/// Adds what a database has to a directory of Parquet files, partitioned as Hive does:
///
///     table=NAME/host=HOST/date=YYYY-MM-DD/part-….parquet
///
/// A run is there once, whoever exports it how often: each part says which runs it has by keys that
/// are theirs alone, and what a part has already is not written again. A run that has not ended is
/// left for the next time. A file appears whole; the row of a run in `runs` comes after all else
/// that the run has, so an export that is killed is completed by the next one.
public struct DatasetExporter {
  private let directory: String
  private let version: String
  /// So many runs at most make one part.
  private static let scopesPerPart = 1000

  /// - Parameters:
  ///   - directory: Made if it is not there.
  ///   - version: Of sonde, said in the files.
  public init(directory: String, version: String) {
    self.directory = directory
    self.version = version
  }

  /// Adds what is new.
  ///
  /// - Throws: ``ExportError``; `StoreError`.
  public func export(_ reader: StoreReader) throws -> DatasetSummary {
    try DatasetDirectory.make(directory)
    let lock = try DatasetDirectory.lock(directory)
    defer { close(lock) }
    DatasetDirectory.removeLeftovers(in: directory)
    let permissions = Exporter.permissions(like: reader.path)
    return try reader.withSnapshot { snapshot in
      let views = Set(try snapshot.relationNames())
      let writer = PartWriter(
        directory: directory, snapshot: snapshot, permissions: permissions, version: version)
      var summary = DatasetSummary()
      try exportRuns(snapshot, views, writer, &summary)
      for table in DatasetTable.ofSessions where views.contains(table.view) {
        summary.parts += try exportDays(of: table, snapshot, writer)
      }
      return summary
    }
  }

  private func exportRuns(
    _ snapshot: StoreSnapshot, _ views: Set<String>, _ writer: PartWriter,
    _ summary: inout DatasetSummary
  ) throws {
    let runs = try snapshot.runIdentities()
    summary.openRuns = runs.count { !$0.hasEnded }
    let groups = Dictionary(grouping: runs.filter(\.hasEnded)) {
      Partition(host: $0.host, date: PartitionName.date($0.started))
    }.sorted { $0.key < $1.key }
    let tables = DatasetTable.ofRuns.filter { views.contains($0.view) }
    for (partition, runs) in groups {
      let known = try writer.keys(of: .runs, in: partition)
      let missing = runs.filter { !known.contains($0.key) }
        .map { PartScope(key: $0.key, parameters: ($0.id, 0, 0)) }
      for some in parts(missing) {
        for table in tables { summary.parts += try add(some, to: table, partition, writer) }
        summary.runs += some.count
      }
    }
  }

  private static let day: Int64 = 86_400_000_000

  /// What belongs to no run is exported by days, each when it is over. Returns how many parts.
  private func exportDays(
    of table: DatasetTable, _ snapshot: StoreSnapshot, _ writer: PartWriter
  ) throws -> Int {
    let select = try snapshot.relation(named: table.view).select
    let days = try snapshot.cursor(
      """
      SELECT DISTINCT at / \(Self.day) AS day FROM (\(select)) WHERE session_id = ?1 ORDER BY day
      """)
    var groups: [Partition: [PartScope]] = [:]
    for session in try snapshot.sessionIdentities() {
      days.restart(session.id)
      var numbers: [Int64] = []
      while try days.step() { if let day = days.integer(0) { numbers.append(day) } }
      if !session.hasEnded, !numbers.isEmpty { numbers.removeLast() }
      for number in numbers {
        let (start, end) = (number * Self.day, (number + 1) * Self.day)
        let partition = Partition(host: session.host, date: PartitionName.date(start))
        let scope = PartScope(key: session.key, parameters: (session.id, start, end))
        groups[partition, default: []].append(scope)
      }
    }
    return try groups.sorted { $0.key < $1.key }.reduce(0) { count, group in
      try parts(group.value).reduce(count) { try $0 + add($1, to: table, group.key, writer) }
    }
  }

  private func parts(_ scopes: [PartScope]) -> [[PartScope]] {
    stride(from: 0, to: scopes.count, by: Self.scopesPerPart).map {
      Array(scopes[$0..<min($0 + Self.scopesPerPart, scopes.count)])
    }
  }

  /// Writes a part with what the table does not have: an export that was killed may have left some.
  private func add(
    _ scopes: [PartScope], to table: DatasetTable, _ partition: Partition, _ writer: PartWriter
  ) throws -> Int {
    let known = try writer.keys(of: table, in: partition)
    let missing = scopes.filter { !known.contains($0.key) }
    return try writer.write(table, missing, in: partition) ? 1 : 0
  }
}

/// Where rows go by.
struct Partition: Hashable, Comparable {
  let host: String
  let date: String

  static func < (left: Partition, right: Partition) -> Bool {
    (left.date, left.host) < (right.date, right.host)
  }
}
