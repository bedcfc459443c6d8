internal import Glibc
internal import Probes
internal import Procfs

/// A trial of probes at functions: one is put at a function of our own, for this process alone, and
/// the function is called.
final class FunctionHookTrial: HookTrial {
  private let probes: FunctionProbes
  let lack: String?

  /// - Throws: `HookKit.Obstacle`.
  init(_ probes: FunctionProbes, wantsMany: Bool) throws(HookKit.Obstacle) {
    self.probes = probes
    if wantsMany, !probes.attachesManyAtOnce {
      let reason = probes.missing[.function] ?? "many in a link need kernel 6.6"
      lack = "probes can be attached one by one only: \(reason)"
    } else {
      lack = nil
    }
    let pid = UInt32(getpid())
    do throws(ProbeError) {
      try probes.watch(pid: pid)
    } catch {
      throw HookKit.obstacle(error)
    }
    probes.probeOnly(pid: pid)
    try attach()
  }

  deinit {
    probes.detach()
  }

  private func attach() throws(HookKit.Obstacle) {
    guard let place = FunctionProbes.trialFunction() else {
      throw .notAttached("this program does not find itself in /proc/self/maps")
    }
    let file = open(place.path, O_RDONLY | O_CLOEXEC)
    guard file >= 0 else {
      throw .notAttached("\(place.path): \(String(cString: strerror(errno)))")
    }
    defer { close(file) }
    let refusals: [FunctionProbes.Refusal]
    do throws(ProbeError) {
      refusals = probes.attach(
        [.init(probe: 0, offset: place.offset)], of: try probes.addFile(file))
    } catch {
      throw HookKit.obstacle(error)
    }
    if let refusal = refusals.first {
      throw .notAttached(String(cString: strerror(refusal.errno)))
    }
  }

  func listen(until deadline: UInt64) throws(HookKit.Obstacle) -> Heard? {
    if let obstacle = ProcessNamespace.obstacle { throw obstacle }
    let start = Clocks.boot()
    FunctionProbes.callTrialFunction()
    return probes.hear(since: start, until: deadline) { $0 == .hit(probe: 0) }
  }
}

extension FunctionProbes {
  /// Waits for a signal of the wanted kind; others are let go.
  func hear(
    since start: UInt64, until deadline: UInt64, _ isWanted: (FunctionSignal.Event) -> Bool
  ) -> Heard? {
    while true {
      var heard: Heard?
      _ = drain { signal in
        if heard == nil, isWanted(signal.event) {
          heard = Heard(time: signal.time, pid: signal.pid, latency: Clocks.boot() - start)
        }
      }
      if let heard { return heard }
      guard let left = millisecondsLeft(until: deadline) else { return nil }
      wait(milliseconds: left)
    }
  }
}
