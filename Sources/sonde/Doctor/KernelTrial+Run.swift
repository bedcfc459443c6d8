import CLaunch
import Glibc
import Probes

extension KernelTrial {
  /// How long records are waited for. They come within milliseconds.
  private static let patience = Duration.seconds(2)
  private static let shell = "/bin/sh"

  /// Loads and attaches everything, follows a small family of processes, and lets go of it all.
  static func run() -> KernelTrial {
    let clock = ContinuousClock()
    let start = clock.now
    let probes: LifecycleProbes
    do throws(ProbeError) {
      probes = try LifecycleProbes(ProbeOptions())
    } catch {
      return .refused(error)
    }
    defer { probes.detach() }
    let loadMilliseconds = milliseconds(clock.now - start)
    let (walk, sighting) = observe(probes)
    return .loaded(
      Observation(
        loadMilliseconds: loadMilliseconds, lackingHooks: probes.degraded, walk: walk,
        sighting: sighting))
  }

  private static func observe(
    _ probes: LifecycleProbes
  ) -> (walk: Walk, sighting: Result<Sighting, Failure>) {
    var child: sonde_child
    do throws(Failure) {
      child = try launch()
    } catch {
      return (.failed("not tried: \(error.reason)"), .failure(error))
    }
    defer { end(child.pid) }
    let walk = find(UInt32(child.pid), probes)
    guard case .found = walk else {
      // It ends without having executed anything.
      close(child.gate)
      close(child.failure)
      return (
        walk,
        .failure(Failure(reason: "not tried: nothing to follow", mend: "mend iter/task first"))
      )
    }
    let error = sonde_release(&child)
    guard error == 0 else {
      return (walk, .failure(failure("cannot execute \(shell)", error)))
    }
    return (walk, .success(watch(UInt32(child.pid), probes)))
  }

  private static func launch() throws(Failure) -> sonde_child {
    var child = sonde_child()
    var arguments = [strdup(shell), strdup("-c"), strdup(Sighting.script), nil]
    var environment = [strdup("PATH=/usr/bin:/bin"), nil]
    defer { for text in arguments + environment { free(text) } }
    let error = sonde_launch(shell, &arguments, &environment, &child)
    guard error == 0 else { throw failure("cannot start a process", -error) }
    return child
  }

  private static func find(_ pid: UInt32, _ probes: LifecycleProbes) -> Walk {
    var count = 0
    do throws(ProbeError) {
      try probes.seed(pid: pid) { _ in count += 1 }
    } catch {
      return .failed(error.description)
    }
    return count > 0 ? .found : .foundNothing(pid: pid)
  }

  private static func watch(_ root: UInt32, _ probes: LifecycleProbes) -> Sighting {
    let clock = ContinuousClock()
    let start = clock.now
    var sighting = Sighting()
    while !sighting.isComplete, clock.now - start < patience {
      // So few records do not wake the reader.
      probes.wait(milliseconds: 2)
      probes.drain { sighting.add($0, root: root) }
    }
    sighting.milliseconds = milliseconds(clock.now - start)
    return sighting
  }

  private static func end(_ child: pid_t) {
    kill(child, SIGKILL)
    var status: Int32 = 0
    while waitpid(child, &status, 0) < 0, errno == EINTR {}
  }

  private static func failure(_ what: String, _ code: Int32) -> Failure {
    Failure(
      reason: "\(what): \(String(cString: strerror(code)))",
      mend: "let this user start processes, and have a shell at \(shell)")
  }

  private static func milliseconds(_ duration: Duration) -> Int {
    Int(duration / .milliseconds(1))
  }
}
