extension ViewCatalogue {
  /// The view of containers.
  static let ofContainers: [String: [String: ColumnType]] = [
    "containers": [
      "container_key": .integer, "run_id": .integer, "container": .text, "kind": .text,
      "engine": .text, "runtime": .text, "container_id": .text, "name": .text, "image": .text,
      "pod_uid": .text, "qos_class": .text, "unit": .text, "slurm_job": .text,
      "slurm_step": .text, "slurm_task": .text, "inferred": .boolean,
      "first_seen_at": .timestamp, "process_id": .integer, "own_namespaces": .text,
      "node_name": .text, "root_type": .text, "root_source": .text, "mount_namespace": .integer,
      "pid_namespace": .integer, "user_namespace": .integer, "network_namespace": .integer,
      "uts_namespace": .integer, "ipc_namespace": .integer, "cgroup_namespace": .integer,
      "processes": .integer, "cpu_s": .real, "peak_rss_bytes": .integer, "read_bytes": .integer,
      "write_bytes": .integer,
    ]
  ]
}
