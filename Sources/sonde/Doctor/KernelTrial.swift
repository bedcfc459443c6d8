import Probes

/// What happened when the kernel programs were loaded and had something to see.
enum KernelTrial {
  case refused(ProbeError)
  case loaded(Observation)

  struct Observation {
    var loadMilliseconds: Int
    /// Hooks that could not be attached.
    var lackingHooks: [(hook: String, reason: String)]
    var walk: Walk
    var sighting: Result<Sighting, Failure>
  }

  /// What a walk over all tasks came back with.
  enum Walk {
    case found
    case foundNothing(pid: UInt32)
    case failed(String)
  }

  /// Why there was nothing to see.
  struct Failure: Error {
    let reason: String
    let mend: String
  }
}
