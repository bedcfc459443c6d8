internal import Glibc
internal import Probes

/// The probes whose hooks are tried: loaded when the first hook asks for them, once each.
final class HookKit {
  /// Why a hook cannot be tried.
  enum Obstacle: Error {
    /// Its programs cannot be loaded.
    case notLoaded(String)
    /// They are loaded, and not attached.
    case notAttached(String)
    /// It is attached; what it tells of cannot be done here.
    case notTriggered(String)
  }

  private let faults: HookFaults?
  private var loaded: Result<LifecycleProbes, ProbeError>?

  init(faults: HookFaults?) {
    self.faults = faults
  }

  /// Those that follow processes and files, with whatever could be attached.
  func lifecycle() throws(Obstacle) -> LifecycleProbes {
    if loaded == nil {
      var options = ProbeOptions()
      options.faults = faults
      options.toleratesMissing = true
      options.ringBytes = 1 << 20
      options.maxProcesses = 1024
      options.maxFiles = 4096
      // Each record is waited for.
      options.wakeupBytes = 0
      loaded = Result { () throws(ProbeError) in try LifecycleProbes(options) }
    }
    switch loaded {
    case .success(let probes): return probes
    case .failure(let error): throw Self.obstacle(error)
    case nil: throw .notLoaded("not tried")
    }
  }

  /// Probes at functions, for one hook.
  func functions(
    oneByOne: Bool = false, tellsOfMappings: Bool = false
  ) throws(Obstacle) -> FunctionProbes {
    var options = FunctionProbesOptions()
    options.faults = faults
    options.capacity = 1
    options.ringBytes = 1 << 16
    options.attachesOneByOne = oneByOne
    options.tellsOfExecutions = tellsOfMappings
    options.tellsOfMappings = tellsOfMappings
    options.closers = 2
    do throws(ProbeError) {
      return try FunctionProbes(options)
    } catch {
      throw Self.obstacle(error)
    }
  }

  /// Removes what is attached.
  func end() {
    if case .success(let probes) = loaded { probes.detach() }
    loaded = nil
  }

  static func obstacle(_ error: ProbeError) -> Obstacle {
    switch error.code {
    case .notPermitted: .notLoaded("needs root or CAP_BPF and CAP_PERFMON")
    case .cannotAttach: .notAttached(error.message)
    default: .notLoaded(error.message)
    }
  }
}
