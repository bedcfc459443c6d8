/// The tables of containers and namespaces, and which process and execution is in which container.
enum ContainerSchema {
  static let tables = """
    -- Namespaces and root directories that processes were seen in; inode numbers, 0: not known.
    CREATE TABLE namespaces (
      session_id INTEGER NOT NULL, number INTEGER NOT NULL,
      mount INTEGER, pid INTEGER, user INTEGER, network INTEGER, uts INTEGER, ipc INTEGER,
      cgroup INTEGER,
      own TEXT,  -- those that are not the host's; NULL when the host's are not known
      node_name TEXT, root_type TEXT, root_source TEXT,
      PRIMARY KEY (session_id, number)
    ) WITHOUT ROWID;
    -- Of one run each: what other runs have in the same container is not counted here.
    CREATE TABLE container (
      id INTEGER PRIMARY KEY, run_id INTEGER NOT NULL, process_id INTEGER NOT NULL,
      first_ns INTEGER NOT NULL, namespaces INTEGER NOT NULL, kind TEXT NOT NULL, engine TEXT,
      runtime TEXT, container_id TEXT, name TEXT, image TEXT, pod_uid TEXT, qos_class TEXT,
      unit TEXT, slurm_job TEXT, slurm_step TEXT, slurm_task TEXT, inferred INTEGER NOT NULL,
      words TEXT,
      -- Sums over its processes that have ended.
      processes INTEGER NOT NULL, without_totals INTEGER NOT NULL, cpu_ns INTEGER NOT NULL,
      peak_rss INTEGER NOT NULL, read_bytes INTEGER NOT NULL, write_bytes INTEGER NOT NULL
    );
    CREATE INDEX container_run ON container(run_id);
    -- container.id; NULL for what is simply on the host, and where that is not known.
    ALTER TABLE process ADD COLUMN container_key INTEGER;
    ALTER TABLE execution ADD COLUMN container_key INTEGER;
    """
}

extension Views {
  /// The ninth migration's.
  static var definitionsOfContainers: String {
    [
      processes(
        columns: """
          , t.name AS tool, p.container_key, k.words AS container,
            k.engine AS container_engine
          """,
        joins: """
          LEFT JOIN tool t ON t.id = p.tool_id
            LEFT JOIN container k ON k.id = p.container_key
          """, containerID: "coalesce(c.container_id, k.container_id)"),
      executions(
        columns: """
          \(executableColumns), e.container_key, k.words AS container, k.engine AS container_engine
          """,
        joins: "\(executableJoin) LEFT JOIN container k ON k.id = e.container_key"),
      containers,
    ].joined(separator: "\n")
  }

  private static let containers = """
    CREATE VIEW containers AS SELECT
      k.id AS container_key, k.run_id, k.words AS container, k.kind, k.engine, k.runtime,
      k.container_id, k.name, k.image, k.pod_uid, k.qos_class, k.unit, k.slurm_job, k.slurm_step,
      k.slurm_task, k.inferred, \(time("k.first_ns")) AS first_seen_at, k.process_id,
      n.own AS own_namespaces, n.node_name, n.root_type, n.root_source,
      nullif(n.mount, 0) AS mount_namespace, nullif(n.pid, 0) AS pid_namespace,
      nullif(n.user, 0) AS user_namespace, nullif(n.network, 0) AS network_namespace,
      nullif(n.uts, 0) AS uts_namespace, nullif(n.ipc, 0) AS ipc_namespace,
      nullif(n.cgroup, 0) AS cgroup_namespace, k.processes,
      CASE WHEN k.processes > k.without_totals THEN k.cpu_ns / 1e9 END AS cpu_s,
      nullif(k.peak_rss, 0) AS peak_rss_bytes,
      CASE WHEN k.processes > k.without_totals THEN k.read_bytes END AS read_bytes,
      CASE WHEN k.processes > k.without_totals THEN k.write_bytes END AS write_bytes
    FROM container k LEFT JOIN run r ON r.id = k.run_id
      LEFT JOIN namespaces n ON n.session_id = r.session_id AND n.number = k.namespaces;
    """
}
