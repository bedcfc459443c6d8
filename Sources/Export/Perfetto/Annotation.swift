/// The names of what is told about a slice. They are written once, and after that by number.
enum Annotation: Int, CaseIterable {
  case processID = 1
  case parentID, pid, ppid, user, exitCode, signal, killedByPID, killedByComm, oomKilled
  case cpuUser, cpuSystem, peakRSS, peakRSSSource, readBytes, writeBytes
  case executable, script, argv, cwd, error

  /// As the column of the view is called that it comes from.
  var name: StaticString {
    switch self {
    case .processID: "process_id"
    case .parentID: "parent_id"
    case .pid: "pid"
    case .ppid: "ppid"
    case .user: "user"
    case .exitCode: "exit_code"
    case .signal: "signal_name"
    case .killedByPID: "killed_by_pid"
    case .killedByComm: "killed_by_comm"
    case .oomKilled: "oom_killed"
    case .cpuUser: "cpu_user_s"
    case .cpuSystem: "cpu_system_s"
    case .peakRSS: "peak_rss_bytes"
    case .peakRSSSource: "peak_rss_source"
    case .readBytes: "read_bytes"
    case .writeBytes: "write_bytes"
    case .executable: "executable"
    case .script: "script"
    case .argv: "argv"
    case .cwd: "cwd"
    case .error: "error"
    }
  }

  static let integers: [Annotation] = [
    .processID, .parentID, .pid, .ppid, .exitCode, .killedByPID, .peakRSS, .readBytes, .writeBytes,
  ]
  static let reals: [Annotation] = [.cpuUser, .cpuSystem]
  static let texts: [Annotation] = [.user, .signal, .killedByComm, .peakRSSSource]
}
