import Coverage

/// A program whose functions are called as a test wants, with probes that cost time.
final class SimulatedProgram: ProbeGround, @unchecked Sendable {
  /// What one firing costs, ns.
  let cost: UInt64
  /// How often a probe fires before it can be removed.
  var hitsEach = 1
  private(set) var attached: Set<Int> = []
  /// The most that were attached at one time.
  private(set) var most = 0
  /// What was spent in all, ns.
  private(set) var spent: UInt64 = 0
  /// Probes that the kernel refuses, and whether for good.
  var refused: [Int: Bool] = [:]
  private var calls: [Int] = []
  private var pending = Spending()
  private var sequence: UInt64 = 0
  private let now: () -> UInt64

  init(cost: UInt64, now: @escaping () -> UInt64 = { 0 }) {
    self.cost = cost
    self.now = now
  }

  /// Calls functions, during the next wait for signals.
  func call(_ functions: some Sequence<Int>) { calls += functions }

  /// Calls of processes that are not watched.
  func callElsewhere(_ function: Int, times: Int) {
    guard attached.contains(function) else { return }
    pending.foreign[function, default: 0] += times
    spend(times)
  }

  func attach(_ probes: [Int]) -> [ProbeRefusal] {
    attached.formUnion(probes)
    most = max(most, attached.count)
    let refusals = probes.compactMap { probe in
      refused[probe].map { ProbeRefusal(probe: probe, isForGood: $0, reason: "refused") }
    }
    attached.subtract(refusals.map(\.probe))
    return refusals
  }

  func remove(_ probes: [Int]) { attached.subtract(probes) }

  func receive(within time: Duration) -> Reception {
    defer { calls = [] }
    var reception = Reception()
    for probe in calls where attached.remove(probe) != nil {
      spend(hitsEach)
      reception.signals.append(
        Signal(
          .hit(probe: probe), pid: 5, processStart: 1, time: now(), cpu: 0, sequence: sequence))
      sequence += 1
    }
    return reception
  }

  func spending() -> Spending {
    defer { pending = Spending() }
    return pending
  }

  private func spend(_ times: Int) {
    pending.hits += UInt64(times)
    pending.nanoseconds += UInt64(times) * cost
    spent += UInt64(times) * cost
  }
}
