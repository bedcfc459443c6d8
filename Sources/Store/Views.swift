internal import Foundation

/// The views: the contract for users and scripts. Columns may be added, never changed.
///
/// Times are UTC, ISO 8601 with microseconds; durations are seconds as REAL; sizes are bytes.
enum Views {
  static var definitions: String {
    [
      runs(columns: ""), processes(columns: "", joins: ""), executions(columns: "", joins: ""),
      samples, hostSamples,
      filesystemSamples,
      losses,
      processSummaries, toolSummaries,
    ].joined(separator: "\n")
  }

  /// The second migration's: those of files and libraries, and the processes with their tool.
  static var definitionsOfFiles: String {
    [
      processes(
        columns: ", t.name AS tool", joins: "LEFT JOIN tool t ON t.id = p.tool_id"),
      files, fileChanges, libraries,
    ].joined(separator: "\n")
  }

  /// The third migration's: the runs with the names of their traces.
  static var definitionsOfTraces: String {
    runs(columns: ", r.trace_id, r.span_id, r.parent_span_id")
  }

  /// An SQL expression that writes nanoseconds since 1970 as ISO 8601.
  ///
  /// SQLite divides towards zero, which before 1970 is the wrong second: so the microseconds are
  /// counted from the whole second at the beginning of what 64 bits reach, in 1677.
  static func time(_ column: String) -> String {
    let since1677 = "(\(column) / 1000 + 9223372037000000)"
    return "strftime('%Y-%m-%dT%H:%M:%S', \(since1677) / 1000000 - 9223372037, 'unixepoch')"
      + " || printf('.%06dZ', \(since1677) % 1000000)"
  }

  /// As `time` was before it knew of times before 1970: so it is in databases of that time.
  private static func earlierTime(_ column: String) -> String {
    "strftime('%Y-%m-%dT%H:%M:%S', \(column) / 1000000000, 'unixepoch')"
      + " || printf('.%06dZ', (\(column) / 1000) % 1000000)"
  }

  /// A view's definition as a SELECT of its own in which times are numbers, microseconds since
  /// 1970; `nil` when the definition is not one of ours.
  static func selectWithNumericTimes(_ definition: String) -> String? {
    select(definition, withNumericTimes: time)
      ?? select(definition, withNumericTimes: earlierTime)
  }

  private static func select(
    _ definition: String, withNumericTimes time: (String) -> String
  ) -> String? {
    // What `time` writes before, between and after the column, taken from itself.
    let parts = time("\u{0}").components(separatedBy: "\u{0}")
    guard parts.count == 3, let start = definition.range(of: " AS ")?.upperBound else { return nil }
    let pieces = definition[start...].components(separatedBy: parts[0])
    guard pieces.count > 1 || !definition.contains("unixepoch") else { return nil }
    var select = pieces[0]
    for piece in pieces.dropFirst() {
      let ends = piece.components(separatedBy: parts[1])
      guard ends.count == 2, ends[1].hasPrefix(ends[0] + parts[2]) else { return nil }
      select += "(\(ends[0]) / 1000)" + ends[1].dropFirst(ends[0].count + parts[2].count)
    }
    return select
  }

  private static func runs(columns: String) -> String {
    """
    CREATE VIEW runs AS SELECT
      r.id AS run_id, r.name, r.pipeline, r.command,
      \(time("r.started_ns")) AS started_at, \(time("r.ended_ns")) AS ended_at,
      CASE WHEN r.status & 127 = 0 THEN r.status >> 8 ELSE 128 + (r.status & 127) END AS exit_code,
      coalesce(r.processes, (SELECT count(*) FROM process WHERE run_id = r.id)) AS processes,
      coalesce(r.executions,
        (SELECT coalesce(sum(execs), 0) FROM process WHERE run_id = r.id)) AS executions,
      (SELECT coalesce(sum(count), 0) FROM loss WHERE run_id = r.id) AS lost_events,
      r.complete,
      (r.ended_ns - r.started_ns) / 1e9 AS duration_s,
      r.interrupted, s.host, s.kernel, r.session_id,
      r.tracing_cpu_ns / 1e9 AS tracing_cpu_s, r.tracing_peak_rss AS tracing_peak_rss_bytes,
      r.tracing_kernel_ns / 1e9 AS tracing_kernel_s\(columns)
    FROM run r JOIN session s ON s.id = r.session_id;
    """
  }

  static func processes(
    columns: String, joins: String, containerID: String = "c.container_id"
  ) -> String {
    """
    CREATE VIEW processes AS SELECT
      p.id AS process_id, p.run_id, nullif(p.parent_id, 0) AS parent_id, p.pid, p.ppid, p.comm,
      e.executable, e.argv AS command, p.execs, e.cwd, p.uid, u.name AS user, r.pipeline,
      c.path AS cgroup, \(containerID == "c.container_id" ? containerID : "\(containerID) AS container_id"),
      \(time("p.started_ns")) AS started_at, \(time("p.ended_ns")) AS ended_at,
      (p.ended_ns - p.started_ns) / 1e9 AS duration_s,
      CASE WHEN p.status & 127 = 0 THEN p.status >> 8 END AS exit_code,
      nullif(p.status & 127, 0) AS signal, g.name AS signal_name,
      (p.status & 128) <> 0 AS core_dumped, p.oom_killed,
      p.killer_pid AS killed_by_pid, p.killer_comm AS killed_by_comm,
      p.user_ns / 1e9 AS cpu_user_s, p.system_ns / 1e9 AS cpu_system_s,
      p.peak_rss AS peak_rss_bytes,
      CASE p.peak_rss_source WHEN 1 THEN 'exact' WHEN 2 THEN 'bound' WHEN 0 THEN 'missing' END
        AS peak_rss_source,
      p.minor_faults, p.major_faults, p.voluntary_switches, p.involuntary_switches,
      p.rchar, p.wchar, p.syscr, p.syscw, p.read_bytes, p.write_bytes, p.max_threads,
      p.cancelled_write_bytes, p.gid, p.seeded, e.script\(columns)
    FROM process p
      LEFT JOIN execution e ON e.id = p.execution_id
      LEFT JOIN user u ON u.uid = p.uid
      LEFT JOIN run r ON r.id = p.run_id
      LEFT JOIN cgroup c ON c.session_id = r.session_id AND c.id = p.cgroup_id
      LEFT JOIN signal g ON g.number = p.status & 127 \(joins);
    """
  }

  static func executions(columns: String, joins: String) -> String {
    """
    CREATE VIEW executions AS SELECT
      e.id AS execution_id, e.process_id, e.run_id, e.sequence AS seq,
      \(time("e.at_ns")) AS executed_at, e.executable, e.script, e.argv, e.argv_bytes,
      e.argv_truncated, e.cwd, e.environment, e.error\(columns)
    FROM execution e \(joins) WHERE e.sequence > 0 OR e.error IS NOT NULL;
    """
  }

  private static let samples = """
    CREATE VIEW samples AS SELECT
      process_id, \(time("at_ns")) AS at, cpu_percent, rss AS rss_bytes, read_bytes, write_bytes,
      threads
    FROM sample;
    """

  private static let hostSamples = """
    CREATE VIEW host_samples AS SELECT
      \(time("at_ns")) AS at, cpu_percent, memory_total AS memory_total_bytes,
      memory_used AS memory_used_bytes, memory_available AS memory_available_bytes,
      swap_used AS swap_used_bytes, load_1, load_5, load_15, session_id
    FROM host_sample;
    """

  private static let filesystemSamples = """
    CREATE VIEW filesystem_samples AS SELECT
      \(time("at_ns")) AS at, mount_point, device, type, total AS total_bytes, used AS used_bytes,
      available AS available_bytes, session_id
    FROM filesystem_sample;
    """

  private static let losses = """
    CREATE VIEW losses AS SELECT
      nullif(run_id, 0) AS run_id, \(time("at_ns")) AS at, kind, count
    FROM loss;
    """

  private static let processSummaries = """
    CREATE VIEW process_summaries AS SELECT
      process_id, \(time("at_ns")) AS at, cpu_percent_mean, cpu_percent_peak,
      peak_rss AS peak_rss_bytes, read_bytes, write_bytes
    FROM process_summary;
    """

  private static let toolSummaries = """
    CREATE VIEW tool_summaries AS SELECT
      t.run_id, r.pipeline, t.tool, t.processes, t.executions, t.running, t.failures,
      t.wall_ns / 1e9 AS wall_s, t.user_ns / 1e9 AS cpu_user_s, t.system_ns / 1e9 AS cpu_system_s,
      100.0 * (t.user_ns + t.system_ns) / nullif(t.wall_ns, 0) AS cpu_percent_mean,
      t.cpu_percent_peak, t.peak_rss AS peak_rss_bytes, t.read_bytes, t.write_bytes
    FROM tool_summary t LEFT JOIN run r ON r.id = t.run_id;
    """
}
