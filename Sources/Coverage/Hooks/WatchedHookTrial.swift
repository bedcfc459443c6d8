internal import CHookDeeds
internal import Probes
internal import Procfs

/// A trial of what processes whose functions are looked at tell of themselves: children, and code
/// that they map.
final class WatchedHookTrial: HookTrial {
  private let hook: Hook
  private let probes: FunctionProbes

  /// - Throws: `HookKit.Obstacle.notAttached`.
  init(_ hook: Hook, _ probes: FunctionProbes) throws(HookKit.Obstacle) {
    self.hook = hook
    self.probes = probes
    if let reason = probes.missing[hook] { throw .notAttached(reason) }
  }

  deinit {
    probes.detach()
  }

  var lack: String? { nil }

  func listen(until deadline: UInt64) throws(HookKit.Obstacle) -> Heard? {
    if let obstacle = ProcessNamespace.obstacle { throw obstacle }
    let actor: HookActor
    do throws(HookActor.Failure) {
      actor = try HookActor()
    } catch {
      throw ProcessHookTrial.obstacle(error)
    }
    defer { actor.end() }
    do throws(ProbeError) { try probes.watch(pid: actor.pid) } catch {
      throw HookKit.obstacle(error)
    }
    let start = Clocks.boot()
    do throws(HookActor.Failure) {
      try actor.perform(hook == .watchedChild ? SONDE_DEED_FORK : SONDE_DEED_MMAP)
    } catch {
      throw ProcessHookTrial.obstacle(error)
    }
    return probes.hear(since: start, until: deadline) { event in
      switch event {
      case .forked: hook == .watchedChild
      case .mapped, .executed: hook == .watchedMapping
      case .hit, .hot: false
      }
    }
  }
}
