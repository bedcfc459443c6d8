internal import Glibc
internal import Probes
internal import Procfs

/// One hook on trial: attached, given something to tell of, and listened to until it is heard or
/// the time is up.
///
/// What is done is done by a child of our own, or by this process; nobody else's is touched.
protocol HookTrial: AnyObject {
  /// Does what the hook tells of, and listens. Returns `nil` when nothing was heard until `deadline`
  /// (ns since boot).
  ///
  /// - Throws: `HookKit.Obstacle.notTriggered` when it could not be done.
  func listen(until deadline: UInt64) throws(HookKit.Obstacle) -> Heard?
  /// With what less than it should the hook works; `nil` when it lacks nothing.
  var lack: String? { get }
}

/// A hook's word.
struct Heard {
  /// When what it tells of happened, ns since boot.
  var time: UInt64
  /// Which process made it speak.
  var pid: UInt32
  /// From when it was done to when it was heard, ns.
  var latency: UInt64
}

extension HookKit {
  /// Attaches a hook and puts it on trial.
  ///
  /// - Throws: ``Obstacle``.
  func trial(of hook: Hook) throws(Obstacle) -> any HookTrial {
    switch hook {
    case .function: try FunctionHookTrial(functions(), wantsMany: true)
    case .functionSingle: try FunctionHookTrial(functions(oneByOne: true), wantsMany: false)
    case .watchedChild: try WatchedHookTrial(hook, functions())
    case .watchedMapping: try WatchedHookTrial(hook, functions(tellsOfMappings: true))
    case .oom: try OutOfMemoryHookTrial(lifecycle())
    case .fork, .exec, .exit, .switch, .execFailed, .signal, .open, .transfer, .mmap, .change,
      .fileTotals, .fileWalk, .failedCalls, .seed, .sample, .times:
      try ProcessHookTrial(hook, lifecycle())
    }
  }
}

/// Milliseconds that are left for a wait, at least one.
func millisecondsLeft(until deadline: UInt64) -> Int32? {
  let now = Clocks.boot()
  guard now < deadline else { return nil }
  return Int32(clamping: (deadline - now) / 1_000_000 + 1)
}
