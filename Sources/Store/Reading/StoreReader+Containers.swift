internal import GRDB

extension StoreReader {
  /// The containers of a run in the order in which they were first seen; of more than `limit` those that
  /// used most CPU time, containers before other places.
  static func containers(
    ofRun id: Int64, limit: Int, in database: Database
  ) throws -> Bounded<ContainerBrief> {
    let count = try Int64.fetchOne(
      database, sql: "SELECT count(*) FROM container WHERE run_id = ?", arguments: [id])
    let containers = try Row.fetchAll(
      database, sql: containersSQL, arguments: [id, Int64(limit)]
    ).map(ContainerBrief.init(row:)).sorted { ($0.firstSeen, $0.id) < ($1.firstSeen, $1.id) }
    return Bounded(elements: containers, omitted: (count ?? 0) - Int64(containers.count))
  }

  /// What the containers of these processes are called.
  static func containerWords(
    ofProcess id: Int64, in database: Database
  ) throws -> String? {
    try String.fetchOne(
      try database.cachedStatement(
        sql: """
          SELECT k.words FROM process p JOIN container k ON k.id = p.container_key WHERE p.id = ?
          """), arguments: [id])
  }

  /// By run id, limit.
  private static let containersSQL = """
    SELECT k.id, k.kind, k.words, k.engine, k.runtime, k.container_id, k.name, k.image, k.pod_uid,
      k.unit, k.slurm_job, k.slurm_step, k.slurm_task, k.inferred, n.own, n.node_name,
      n.root_type, k.first_ns, k.processes, iif(k.processes > k.without_totals, k.cpu_ns, NULL),
      nullif(k.peak_rss, 0), iif(k.processes > k.without_totals, k.read_bytes, NULL),
      iif(k.processes > k.without_totals, k.write_bytes, NULL)
    FROM container k LEFT JOIN run r ON r.id = k.run_id
      LEFT JOIN namespaces n ON n.session_id = r.session_id AND n.number = k.namespaces
    WHERE k.run_id = ?
    ORDER BY k.kind = 'unit', k.kind <> 'container', k.cpu_ns DESC, k.id LIMIT ?
    """
}

extension ContainerBrief {
  fileprivate init(row: Row) {
    var columns = RowReader(row)
    id = columns.integer()
    kind = columns.string()
    words = columns.optionalString()
    engine = columns.optionalString()
    runtime = columns.optionalString()
    containerID = columns.optionalString()
    name = columns.optionalString()
    image = columns.optionalString()
    podUID = columns.optionalString()
    unit = columns.optionalString()
    slurmJob = columns.optionalString()
    slurmStep = columns.optionalString()
    slurmTask = columns.optionalString()
    isInferred = columns.bool()
    ownNamespaces = columns.optionalString()
    nodeName = columns.optionalString()
    rootType = columns.optionalString()
    firstSeen = columns.integer()
    processes = columns.integer()
    cpuTime = columns.optionalInteger()
    peakRSS = columns.optionalInteger()
    readBytes = columns.optionalInteger()
    writeBytes = columns.optionalInteger()
  }
}
