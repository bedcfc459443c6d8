internal import CHookDeeds
internal import Probes

/// A trial of what tells of out-of-memory kills: the child takes more memory than the control group
/// has that is made for it.
final class OutOfMemoryHookTrial: ProcessHookTrial {
  private var group: OutOfMemoryGroup?

  /// - Throws: `HookKit.Obstacle.notAttached`.
  init(_ probes: LifecycleProbes) throws(HookKit.Obstacle) {
    try super.init(.oom, probes)
  }

  override func act(
    _ actor: HookActor, _ witness: inout HookWitness
  ) throws(HookActor.Failure) {
    do throws(OutOfMemoryGroup.Failure) {
      let group = try OutOfMemoryGroup()
      self.group = group
      try group.add(actor.pid)
    } catch {
      throw HookActor.Failure(description: error.description)
    }
    try actor.perform(SONDE_DEED_ALLOCATE)
  }

  override func end(_ actor: HookActor) {
    super.end(actor)
    group?.remove()
    group = nil
  }
}
