/// What lies behind a hook, and what is missing without it.
public struct HookDescription: Sendable, Equatable {
  /// The kernel programs, by their names in the objects. Where one serves several hooks, it is named
  /// with each.
  public let programs: [String]
  /// What it needs of the kernel.
  public let needs: String
  /// The columns that are empty or wrong without it, as `view.column`; a whole view as `view`.
  public let columns: [String]
  /// What a person is told when the hook is not heard.
  public let missing: String
}

extension Hook {
  /// What lies behind it.
  public var description: HookDescription {
    switch self {
    case .fork:
      row(
        ["on_fork"], "tracepoint sched_process_fork",
        ["processes.parent_id", "processes.ppid", "processes.comm", "runs.processes"],
        "who started a process is not known, nor those that execute nothing")
    case .exec:
      row(
        ["on_exec"], "tracepoint sched_process_exec",
        [
          "executions", "containers", "processes.executable", "processes.command",
          "processes.execs", "processes.container",
        ], "which programs were executed is not known")
    case .exit:
      row(
        ["on_exit", "learn_cpu_offsets"], "tracepoint sched_process_exit",
        [
          "processes.exit_code", "processes.signal", "processes.peak_rss_bytes", "runs.exit_code",
        ], "how processes ended, and their peak memory, is not known")
    case .switch:
      row(
        ["on_switch"], "tracepoint sched_switch",
        [
          "processes.cpu_user_s", "processes.cpu_system_s", "processes.read_bytes",
          "processes.write_bytes", "processes.minor_faults", "processes.major_faults",
          "tool_summaries",
        ], "the CPU time and I/O of processes are not known")
    case .execFailed:
      row(
        ["on_syscall_exit", "on_execve_exit"], "tracepoint sys_exit", ["executions.error"],
        "which executions failed is not known")
    case .signal:
      row(
        ["on_signal"], "tracepoint signal_generate",
        ["processes.killed_by_pid", "processes.killed_by_comm"],
        "who sent a signal is not known")
    case .oom:
      row(
        ["on_oom"], "tracepoint oom/mark_victim", ["processes.oom_killed"],
        "whether the out-of-memory killer chose a process is not known")
    case .open:
      row(
        ["on_syscall_exit"], "tracepoint sys_exit",
        ["files.opens", "files.failed", "files.error", "libraries"],
        "which files were opened is not known")
    case .transfer:
      row(
        ["on_syscall_exit"], "tracepoint sys_exit",
        ["files.bytes_read", "files.bytes_written"],
        "how much was read from and written to files is not known")
    case .mmap:
      row(
        ["on_syscall_exit", "on_image"], "tracepoints sys_exit and sched_process_exec",
        ["files.mapped", "libraries"], "which files were mapped is not known")
    case .change:
      row(
        ["on_syscall_exit"], "tracepoint sys_exit", ["file_changes"],
        "which files were renamed or removed is not known")
    case .fileTotals:
      row(
        ["on_files_exit"], "tracepoint sched_process_exit",
        ["files.bytes_read", "files.bytes_written", "files.last_at"],
        "what processes did with files in their last moments is not known")
    case .fileWalk:
      row(
        ["refresh_files"], "iterator over map elements (5.9)", ["files"],
        "what living processes do with files is known only when they end")
    case .seed:
      row(
        ["seed_processes"], "iterator over tasks (5.8)", ["runs", "processes.seeded"],
        "processes that were running already are not known")
    case .sample:
      row(
        ["sample_threads"], "iterator over tasks (5.8)",
        ["samples", "process_summaries", "tool_summaries.cpu_percent_peak"],
        "what processes use while they live is not known")
    case .function:
      row(
        ["on_functions"], "many user-space probes in a link (6.6)",
        ["coverage_functions.state", "coverage_functions.hits"],
        "which functions were called is not known, or costs more to learn")
    case .functionSingle:
      row(
        ["on_function"], "user-space probes with cookies (5.15)",
        ["coverage_functions.state", "coverage_functions.hits"],
        "kernels before 6.6 cannot tell which functions were called")
    case .watchedChild:
      row(
        ["on_watched_fork", "on_watched_exit"],
        "tracepoints sched_process_fork and sched_process_exit", ["coverage_functions"],
        "that covered processes have children is not told")
    case .watchedMapping:
      row(
        ["on_watched_mmap", "on_watched_exec"], "tracepoints sys_exit and sched_process_exec",
        ["coverage_functions"], "code that comes to be mapped is not covered")
    case .times:
      row(
        [
          "on_times_switch", "on_times_wakeup", "on_times_wakeup_new", "on_times_fork",
          "on_times_exec", "seed_times",
        ],
        "tracepoints sched_switch, sched_wakeup, sched_wakeup_new, sched_process_fork and "
          + "sched_process_exec; CONFIG_SCHED_INFO", ["process_times"],
        "where the time of processes went is not known")
    case .failedCalls:
      row(
        ["on_syscall_exit", "on_files_exit"], "tracepoints sys_exit and sched_process_exit",
        ["failed_calls", "failures.call", "failures.call_error", "failures.call_path"],
        "which calls of processes that failed had failed before is not known")
    }
  }

  private func row(
    _ programs: [String], _ needs: String, _ columns: [String], _ missing: String
  ) -> HookDescription {
    HookDescription(programs: programs, needs: needs, columns: columns, missing: missing)
  }

  /// The hooks that a recording of processes has.
  public static let ofProcesses: [Hook] = [
    .fork, .exec, .exit, .switch, .execFailed, .signal, .oom, .seed, .sample,
  ]

  /// Those that it has beside them where files are followed.
  public static let ofFiles: [Hook] = [
    .open, .transfer, .mmap, .change, .fileTotals, .fileWalk, .failedCalls,
  ]
}
