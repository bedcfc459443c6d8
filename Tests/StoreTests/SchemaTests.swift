import GRDB
import Testing

@testable import Store

@Suite("The schema")
struct SchemaTests {
  private let database: WriterDatabase

  init() throws {
    database = try WriterDatabase()
    _ = try database.writer()
  }

  @Test(
    "The columns of the views stay as they were, in their order; others may follow",
    arguments: [
      (
        "runs",
        """
        run_id name pipeline command started_at ended_at exit_code processes executions \
        lost_events complete duration_s interrupted host kernel session_id tracing_cpu_s \
        tracing_peak_rss_bytes tracing_kernel_s
        """
      ),
      (
        "processes",
        """
        process_id run_id parent_id pid ppid comm executable command execs cwd uid user pipeline \
        cgroup container_id started_at ended_at duration_s exit_code signal signal_name \
        core_dumped oom_killed killed_by_pid killed_by_comm cpu_user_s cpu_system_s \
        peak_rss_bytes peak_rss_source minor_faults major_faults voluntary_switches \
        involuntary_switches rchar wchar syscr syscw read_bytes write_bytes max_threads \
        cancelled_write_bytes gid seeded script tool container_key container container_engine
        """
      ),
      (
        "files",
        """
        process_id run_id path mode opens failed error bytes_read bytes_written first_at last_at \
        bytes_source type created inherited mapped
        """
      ),
      ("file_changes", "process_id run_id at kind path new_path error"),
      (
        "process_times",
        """
        process_id run_id threads_s on_cpu_s runnable_s throttled_s block_io_s fault_s child_s \
        pipe_s network_s lock_s sleep_s other_s
        """
      ),
      ("libraries", "process_id run_id kind name version path build_id package"),
      (
        "executions",
        """
        execution_id process_id run_id seq executed_at executable script argv argv_bytes \
        argv_truncated cwd environment error executable_build_id executable_package \
        executable_version container_key container container_engine
        """
      ),
      ("samples", "process_id at cpu_percent rss_bytes read_bytes write_bytes threads"),
      (
        "host_samples",
        """
        at cpu_percent memory_total_bytes memory_used_bytes memory_available_bytes \
        swap_used_bytes load_1 load_5 load_15 session_id
        """
      ),
      (
        "filesystem_samples",
        "at mount_point device type total_bytes used_bytes available_bytes session_id"
      ),
      ("losses", "run_id at kind count"),
      (
        "containers",
        """
        container_key run_id container kind engine runtime container_id name image pod_uid \
        qos_class unit slurm_job slurm_step slurm_task inferred first_seen_at process_id \
        own_namespaces node_name root_type root_source mount_namespace pid_namespace \
        user_namespace network_namespace uts_namespace ipc_namespace cgroup_namespace processes \
        cpu_s peak_rss_bytes read_bytes write_bytes
        """
      ),
      (
        "process_summaries",
        "process_id at cpu_percent_mean cpu_percent_peak peak_rss_bytes read_bytes write_bytes"
      ),
      (
        "failures",
        """
        failure_id run_id process_id cause_id step_process_id at kind hidden tool command \
        exit_code signal_name sender_pid sender_comm oom_scope oom_limit_bytes rss_bytes call \
        call_error call_path summary proof
        """
      ),
      (
        "failed_calls",
        "process_id run_id at call error path address times bytes of_parent cut missed not_found"
      ),
      (
        "tool_summaries",
        """
        run_id pipeline tool processes executions running failures wall_s cpu_user_s \
        cpu_system_s cpu_percent_mean cpu_percent_peak peak_rss_bytes read_bytes write_bytes
        """
      ),
    ])
  func columns(view: String, columns: String) throws {
    let found = try database.lines("SELECT name FROM pragma_table_info('\(view)')")
    let expected = columns.split(separator: " ").map(String.init)
    #expect(Array(found.prefix(expected.count)) == expected)
  }

  @Test("The file says whose it is")
  func applicationID() throws {
    #expect(try database.values("PRAGMA application_id") == [0x534e_4445.databaseValue])
  }

  @Test("The log is written ahead, so that readers and the writer do not meet")
  func journal() throws {
    #expect(try database.lines("PRAGMA journal_mode") == ["wal"])
  }

  @Test("Every signal has a name but the two that the C library keeps for itself")
  func signals() throws {
    let numbers = try database.values("SELECT number FROM signal ORDER BY number")
    #expect(numbers == (Array(1...31) + Array(34...64)).map(\.databaseValue))
    let names = try database.lines("SELECT DISTINCT name FROM signal")
    #expect(names.count == 62)
  }

  @Test(
    "Views can be read while nothing is stored",
    arguments: [
      "runs", "processes", "executions", "samples", "host_samples", "filesystem_samples", "losses",
      "process_summaries", "tool_summaries", "files", "file_changes", "libraries", "coverages",
      "coverage_functions", "coverage_inlined", "coverage_marks", "coverage_decisions",
      "coverage_curve", "coverage_expectations", "hooks", "failures", "failed_calls",
    ])
  func emptyViews(view: String) throws {
    #expect(try database.rows("SELECT * FROM \(view)").isEmpty)
  }
}
