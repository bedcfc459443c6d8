internal import CHookDeeds
internal import Glibc
internal import Probes
internal import Procfs

/// A trial of what tells of processes and their files: a child is followed, and does the deed.
class ProcessHookTrial: HookTrial {
  let hook: Hook
  let probes: LifecycleProbes

  /// - Throws: `HookKit.Obstacle.notAttached`.
  init(_ hook: Hook, _ probes: LifecycleProbes) throws(HookKit.Obstacle) {
    self.hook = hook
    self.probes = probes
    if let reason = probes.missing[hook] { throw .notAttached(reason) }
  }

  private var undecodable = 0

  var lack: String? {
    undecodable == 0 ? nil : "\(undecodable) records of the kernel side could not be read"
  }

  func listen(until deadline: UInt64) throws(HookKit.Obstacle) -> Heard? {
    let actor: HookActor
    do throws(HookActor.Failure) { actor = try HookActor() } catch { throw Self.obstacle(error) }
    defer { end(actor) }
    let start = Clocks.boot()
    var witness = HookWitness(actor: actor.pid)
    try follow(actor, &witness)
    do throws(HookActor.Failure) {
      try act(actor, &witness)
    } catch {
      throw Self.obstacle(error)
    }
    return hear(actor, &witness, since: start, until: deadline)
  }

  /// Takes the child up. Without the walk that does so, nothing is told of it.
  private func follow(
    _ actor: HookActor, _ witness: inout HookWitness
  ) throws(HookKit.Obstacle) {
    do throws(ProbeError) {
      try probes.seed(pid: actor.pid) { witness.add($0, from: .walk) }
    } catch {
      throw .notTriggered("cannot be triggered here: \(error.message)")
    }
    // That the walk finds nobody is for its own hook to say.
    if witness.heard[.seed] == nil, hook != .seed, let obstacle = ProcessNamespace.obstacle {
      throw obstacle
    }
  }

  /// Does what the hook is to tell of.
  func act(_ actor: HookActor, _ witness: inout HookWitness) throws(HookActor.Failure) {
    switch hook {
    case .fork, .sample: try actor.perform(SONDE_DEED_FORK)
    case .exec: try actor.perform(SONDE_DEED_EXEC)
    case .execFailed: try actor.perform(SONDE_DEED_EXEC_FAILED)
    case .exit: try actor.perform(SONDE_DEED_EXIT)
    case .switch, .times:
      // A child's record comes whether or not its end was seen.
      try actor.perform(SONDE_DEED_FORK)
      try actor.perform(SONDE_DEED_EXIT)
    case .signal: actor.kill()
    case .open, .transfer, .fileTotals, .fileWalk: try actor.perform(SONDE_DEED_TRANSFER)
    case .mmap: try actor.perform(SONDE_DEED_MMAP)
    case .change: try actor.perform(SONDE_DEED_CHANGE)
    case .failedCalls:
      try actor.perform(SONDE_DEED_CHANGE)
      try actor.perform(SONDE_DEED_EXIT)
    case .seed, .oom, .function, .functionSingle, .watchedChild, .watchedMapping: break
    }
    try ask(actor, &witness)
  }

  /// What speaks only when it is asked, or when the child ends.
  private func ask(
    _ actor: HookActor, _ witness: inout HookWitness
  ) throws(HookActor.Failure) {
    var found = witness
    switch hook {
    case .sample: try? probes.sample { found.add($0, from: .walk) }
    case .fileWalk: try? probes.refreshFiles { found.add($0, from: .walk) }
    case .open, .transfer, .mmap:
      // Either of the two ways will do: each is a hook of its own.
      try? probes.refreshFiles { found.add($0, from: .walk) }
      try actor.perform(SONDE_DEED_EXIT)
    case .fileTotals: try actor.perform(SONDE_DEED_EXIT)
    default: break
    }
    witness = found
  }

  /// Reads what comes until the hook was heard. Others' words are let go.
  private func hear(
    _ actor: HookActor, _ witness: inout HookWitness, since start: UInt64, until deadline: UInt64
  ) -> Heard? {
    var found = witness
    defer {
      witness = found
      undecodable = found.undecodable
    }
    while true {
      probes.drain { found.add($0, from: .ring) }
      if let time = found.heard[hook] {
        return Heard(time: time, pid: actor.pid, latency: Clocks.boot() - start)
      }
      guard let left = millisecondsLeft(until: deadline) else { return nil }
      probes.wait(milliseconds: left)
    }
  }

  /// Ends the child, and lets go of what it still told.
  func end(_ actor: HookActor) {
    actor.end()
    probes.drain { _ in }
  }

  static func obstacle(_ failure: HookActor.Failure) -> HookKit.Obstacle {
    .notTriggered("cannot be triggered here: \(failure)")
  }
}
