internal import Foundation
public import Probes
internal import Procfs

/// The hooks of the kernel as the place of probes: each is attached for itself, given something to
/// tell of, and listened to.
///
/// Numbers are those of the map, in the order of ``hooks``.
public final class HookGround: ProbeGround, @unchecked Sendable {
  /// The hooks that are tried, by number.
  public let hooks: [Hook]
  // All below is touched under the lock only.
  private let lock = NSLock()
  private let kit: HookKit
  private var trials: [Int: any HookTrial] = [:]
  private var latencies: [Int: UInt64] = [:]
  private var lacks: [Int: String] = [:]
  private var obstacles: [Int: String] = [:]

  /// - Parameters:
  ///   - hooks: those to be tried.
  ///   - faults: hooks that are made to fail; `nil`: those that the environment names.
  public init(hooks: [Hook] = Hook.allCases, faults: HookFaults? = nil) {
    self.hooks = hooks
    kit = HookKit(faults: faults)
  }

  // MARK: ProbeGround

  /// Attaches hooks, for real. Returns those that were refused, with the reason.
  public func attach(_ probes: [Int]) -> [ProbeRefusal] {
    lock.withLock {
      probes.compactMap { number in
        do throws(HookKit.Obstacle) {
          let trial = try kit.trial(of: hooks[number])
          trials[number] = trial
          return nil
        } catch {
          return Self.refusal(of: number, error)
        }
      }
    }
  }

  private static func refusal(of number: Int, _ obstacle: HookKit.Obstacle) -> ProbeRefusal {
    switch obstacle {
    case .notLoaded(let reason):
      ProbeRefusal(probe: number, isForGood: true, reason: reason)
    case .notAttached(let reason), .notTriggered(let reason):
      ProbeRefusal(probe: number, isForGood: false, reason: reason)
    }
  }

  /// Removes hooks that have not spoken.
  public func remove(_ probes: [Int]) {
    lock.withLock {
      for number in probes { trials[number] = nil }
    }
  }

  /// Does what the attached hooks are to tell of, one after the other, and waits for each of them
  /// for so long. A hook is tried once.
  public func receive(within time: Duration) -> Reception {
    lock.withLock {
      var reception = Reception()
      for (number, trial) in trials.sorted(by: { $0.key < $1.key }) {
        let deadline = Clocks.boot() + UInt64(max(0, time / .nanoseconds(1)))
        do throws(HookKit.Obstacle) {
          guard let heard = try trial.listen(until: deadline) else { continue }
          latencies[number] = heard.latency
          lacks[number] = trial.lack
          reception.signals.append(
            Signal(
              .hit(probe: number), pid: heard.pid, processStart: 0, time: heard.time, cpu: 0,
              sequence: nil))
        } catch {
          obstacles[number] = Self.refusal(of: number, error).reason
        }
      }
      trials = [:]
      return reception
    }
  }

  /// Hooks cost nobody anything but what is done for them.
  public func spending() -> Spending { Spending() }

  // MARK: What was found out

  /// Between what was done and when it was heard, ns; `nil` when the hook was not heard.
  public func latency(of number: Int) -> UInt64? { lock.withLock { latencies[number] } }

  /// With what less than it should the hook works; `nil` when it lacks nothing.
  public func lack(of number: Int) -> String? { lock.withLock { lacks[number] } }

  /// Why the hook could not be given anything to tell of; `nil` when it was.
  public func obstacle(of number: Int) -> String? { lock.withLock { obstacles[number] } }

  /// Removes all that is attached.
  public func end() {
    lock.withLock {
      trials = [:]
      kit.end()
    }
  }
}
