import Store

extension RunReportJSON {
  func container(_ container: ContainerBrief) -> JSONValue {
    .object([
      ("container_key", .integer(container.id)), ("container", JSONValue(container.words)),
      ("kind", .string(container.kind)), ("engine", JSONValue(container.engine)),
      ("runtime", JSONValue(container.runtime)),
      ("container_id", JSONValue(container.containerID)), ("name", JSONValue(container.name)),
      ("image", JSONValue(container.image)), ("pod_uid", JSONValue(container.podUID)),
      ("unit", JSONValue(container.unit)), ("slurm_job", JSONValue(container.slurmJob)),
      ("slurm_step", JSONValue(container.slurmStep)),
      ("slurm_task", JSONValue(container.slurmTask)), ("inferred", .bool(container.isInferred)),
      ("own_namespaces", JSONValue(container.ownNamespaces)),
      ("node_name", JSONValue(container.nodeName)), ("root_type", JSONValue(container.rootType)),
      ("first_seen_at", JSONValue(time: container.firstSeen)),
      ("processes", .integer(container.processes)),
      ("cpu_s", JSONValue(seconds: container.cpuTime)),
      ("peak_rss_bytes", JSONValue(container.peakRSS)),
      ("read_bytes", JSONValue(container.readBytes)),
      ("write_bytes", JSONValue(container.writeBytes)),
    ])
  }
}
