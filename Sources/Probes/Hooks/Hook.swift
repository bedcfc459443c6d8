internal import CSondeWire

/// One thing that the kernel is asked to tell, and that is expected to speak when it happens.
///
/// A hook is not a program: one program may serve several, and several may serve one.
public enum Hook: String, Sendable, CaseIterable, Codable {
  /// A followed process forks.
  case fork
  /// A program was executed.
  case exec
  /// A process ends: its status and peak memory.
  case exit
  /// A thread leaves its processor for the last time: the totals.
  case `switch`
  /// An execution failed.
  case execFailed = "exec_failed"
  /// Who sent the signal that ended a process.
  case signal
  /// The out-of-memory killer has chosen.
  case oom
  /// A file was opened, or could not be.
  case open
  /// Bytes were read from a file or written to it.
  case transfer
  /// A file was mapped into memory.
  case mmap
  /// A name was changed or removed.
  case change
  /// What a process has done with its files, told when it ends.
  case fileTotals = "file_totals"
  /// The same of living processes: a walk over the files in use.
  case fileWalk = "file_walk"
  /// Processes that are already running are taken up.
  case seed
  /// A walk over the threads of living processes.
  case sample
  /// Functions of programs are entered: many probes to a link.
  case function
  /// The same with probes one by one.
  case functionSingle = "function_single"
  /// A process whose functions are looked at has a child.
  case watchedChild = "watched_child"
  /// Such a process maps a file for execution, or executes one.
  case watchedMapping = "watched_mapping"
  /// A thread is put on a processor, or leaves it: where its time goes.
  case times
  /// The calls of a process that failed before it failed itself.
  case failedCalls = "failed_calls"

  /// The bit that stands for it in what the kernel programs are told.
  var bit: UInt32 { 1 << wire.rawValue }

  private var wire: sonde_hook {
    switch self {
    case .fork: .SONDE_HOOK_FORK
    case .exec: .SONDE_HOOK_EXEC
    case .exit: .SONDE_HOOK_EXIT
    case .switch: .SONDE_HOOK_SWITCH
    case .execFailed: .SONDE_HOOK_EXEC_FAILED
    case .signal: .SONDE_HOOK_SIGNAL
    case .oom: .SONDE_HOOK_OOM
    case .open: .SONDE_HOOK_OPEN
    case .transfer: .SONDE_HOOK_TRANSFER
    case .mmap: .SONDE_HOOK_MMAP
    case .change: .SONDE_HOOK_CHANGE
    case .fileTotals: .SONDE_HOOK_FILE_TOTALS
    case .fileWalk: .SONDE_HOOK_FILE_WALK
    case .seed: .SONDE_HOOK_SEED
    case .sample: .SONDE_HOOK_SAMPLE
    case .function: .SONDE_HOOK_FUNCTION
    case .functionSingle: .SONDE_HOOK_FUNCTION_SINGLE
    case .watchedChild: .SONDE_HOOK_WATCHED_CHILD
    case .watchedMapping: .SONDE_HOOK_WATCHED_MAPPING
    case .times: .SONDE_HOOK_TIMES
    case .failedCalls: .SONDE_HOOK_FAILED_CALLS
    }
  }
}
