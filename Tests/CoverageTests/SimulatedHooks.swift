import Probes

@testable import Coverage

/// A kernel whose hooks are as a test wants them.
final class SimulatedHooks: ProbeGround, HookFacts, @unchecked Sendable {
  /// How a hook is.
  enum Nature {
    case heard(latency: UInt64)
    case lacking(String)
    case silent
    case untriggered(String)
    case refused(String)
    case absent(String)
  }

  private let natures: [Nature]
  private var attached: Set<Int> = []
  /// What was removed before it had spoken.
  private(set) var removed: [Int] = []
  /// How long was waited for it, at each call.
  private(set) var waits: [Duration] = []

  init(_ natures: [Nature]) {
    self.natures = natures
  }

  func attach(_ probes: [Int]) -> [ProbeRefusal] {
    attached.formUnion(probes)
    return probes.compactMap { probe in
      switch natures[probe] {
      case .refused(let reason): ProbeRefusal(probe: probe, isForGood: false, reason: reason)
      case .absent(let reason): ProbeRefusal(probe: probe, isForGood: true, reason: reason)
      default: nil
      }
    }
  }

  func remove(_ probes: [Int]) {
    removed += probes
  }

  func receive(within time: Duration) -> Reception {
    waits.append(time)
    defer { attached = [] }
    var reception = Reception()
    reception.signals = attached.sorted().compactMap { probe in
      switch natures[probe] {
      case .heard, .lacking:
        Signal(
          .hit(probe: probe), pid: 17, processStart: 3, time: 1_000 + UInt64(probe), cpu: 0,
          sequence: nil)
      default: nil
      }
    }
    return reception
  }

  func spending() -> Spending { Spending() }

  func latency(of number: Int) -> UInt64? {
    if case .heard(let latency) = natures[number] { latency } else { nil }
  }

  func lack(of number: Int) -> String? {
    if case .lacking(let reason) = natures[number] { reason } else { nil }
  }

  func obstacle(of number: Int) -> String? {
    if case .untriggered(let reason) = natures[number] { reason } else { nil }
  }
}
