internal import Foundation
public import Probes
internal import Procfs

/// The code of programs as the place of probes: attached at function entries, and removed, once they
/// have fired a few times, by a thread of its own.
///
/// That thread is what keeps coverage cheap. Until a probe is gone, each call of its function costs
/// microseconds; so nothing else is done on the way.
public final class FunctionGround: ProbeGround, @unchecked Sendable {
  // `probes` and all that changes is touched under the condition; `probes.wait` needs no lock.
  let condition = NSCondition()
  let probes: FunctionProbes
  var places: [(file: Int, offset: UInt64, cost: UInt64)] = []
  var attached: Set<Int> = []
  var told: Set<Int> = []
  var reception = Reception()
  var refusals: [ProbeRefusal] = []
  var lastHits: [UInt32] = []
  var lastForeign: [UInt32] = []
  var lostBefore: UInt64 = 0
  var damaged: UInt64 = 0
  var isEnding = false
  var isInterrupted = false
  var isEnded = true
  var isRemoving = false
  let removal = DispatchGroup()
  var nextScan: UInt64 = 0

  /// Signals that wait to be received, at most: beyond it they are counted as lost, and the hit is
  /// found in the array.
  static let queueLimit = 1 << 18
  /// How long more signals are waited for after the first, s.
  static let gathering = 0.025
  /// When most functions are called for the first time: the kernel is kept ready to remove them, ns.
  static let startTime: UInt64 = 400_000_000
  /// Time between two looks at the whole array, ns.
  static let scanInterval: UInt64 = 100_000_000

  let capacity: Int
  let removesHits: Bool
  let costs: [FunctionEntry: UInt64]
  let hotHits: UInt32

  /// - Parameters:
  ///   - probes: loaded, and not used by anybody else from now on.
  ///   - capacity: numbers that probes may have.
  ///   - removesHits: whether probes are removed when they have fired, as they should be.
  public init(_ probes: FunctionProbes, capacity: Int, removesHits: Bool = true) {
    self.probes = probes
    self.capacity = capacity
    self.removesHits = removesHits
    hotHits = UInt32(clamping: probes.hotHits)
    costs = probes.measureHitCosts()
  }

  /// How many more places there is room for.
  public var freePlaces: Int {
    condition.lock()
    defer { condition.unlock() }
    return capacity - places.count
  }

  /// Begins to watch a process.
  ///
  /// - Parameter only: whether the code of other processes is left alone.
  /// - Throws: `ProbeError`.
  public func watch(pid: UInt32, only: Bool) throws(ProbeError) {
    condition.lock()
    defer { condition.unlock() }
    if only { probes.probeOnly(pid: pid) }
    try probes.watch(pid: pid)
  }

  /// Lets a process go on that was stopped for new code.
  public func letGoOn(pid: UInt32) {
    condition.lock()
    defer { condition.unlock() }
    probes.letGoOn(pid: pid)
  }

  /// Says that a file's code is known: nobody is stopped for it.
  public func know(_ file: FunctionSignal.CodeFile) {
    condition.lock()
    defer { condition.unlock() }
    probes.know(file)
  }

  // MARK: What there is

  /// Gives a file a number. The descriptor may be closed afterwards.
  ///
  /// - Throws: `ProbeError`.
  public func addFile(_ descriptor: Int32) throws(ProbeError) -> Int {
    condition.lock()
    defer { condition.unlock() }
    return try probes.addFile(descriptor)
  }

  /// Tells where the probe of the next number goes. Numbers are those of the map.
  ///
  /// - Parameter entry: how the function begins.
  public func addPlace(file: Int, offset: UInt64, entry: FunctionEntry) {
    condition.lock()
    defer { condition.unlock() }
    places.append((file, offset, costs[entry] ?? 0))
    lastHits.append(0)
    lastForeign.append(0)
  }

  /// Finds out on another thread which of a file's probes the kernel will never let fire.
  public func instructionTrial(ofFile file: Int) -> InstructionTrial? {
    condition.lock()
    defer { condition.unlock() }
    return probes.instructionTrial(ofFile: file)
  }

  // MARK: ProbeGround

  /// Attaches probes, for real. Returns those that were refused, with the reason.
  public func attach(_ numbers: [Int]) -> [ProbeRefusal] {
    condition.lock()
    defer { condition.unlock() }
    var refused: [ProbeRefusal] = []
    for (file, group) in Dictionary(grouping: numbers, by: { places[$0].file }).sorted(by: {
      $0.key < $1.key
    }) {
      attached.formUnion(group)
      refused += probes.attach(
        group.map { .init(probe: $0, offset: places[$0].offset) }, of: file
      ).map(ProbeRefusal.init)
    }
    for refusal in refused { attached.remove(refusal.probe) }
    return refused
  }

  /// Removes probes that have not spoken.
  public func remove(_ numbers: [Int]) {
    condition.lock()
    defer { condition.unlock() }
    removeLocked(numbers)
  }

  func removeLocked(_ numbers: [Int]) {
    attached.subtract(numbers)
    for refusal in probes.remove(numbers) {
      attached.remove(refusal.probe)
      refusals.append(ProbeRefusal(refusal))
    }
  }

  /// Waits for signals and hands out those that have come since the last call.
  public func receive(within time: Duration) -> Reception {
    condition.lock()
    defer { condition.unlock() }
    let end = Date(timeIntervalSinceNow: time / .seconds(1))
    while reception.signals.isEmpty, !isEnding, !isInterrupted, condition.wait(until: end) {}
    isInterrupted = false
    // Hits come in bursts: each turn has its price, so more are waited for.
    let gathered = min(end, Date(timeIntervalSinceNow: Self.gathering))
    while !isEnding, !reception.hasCode, condition.wait(until: gathered) {}
    defer { reception = Reception() }
    let lost = probes.counters().lost
    reception.lost = lost - lostBefore + damaged
    (lostBefore, damaged) = (lost, 0)
    return reception
  }

  /// Ends the wait of who receives, or the next one. From any thread.
  public func interrupt() {
    condition.lock()
    isInterrupted = true
    condition.broadcast()
    condition.unlock()
  }

  /// Probes that were refused when they were attached anew, since the last call.
  public func lateRefusals() -> [ProbeRefusal] {
    condition.lock()
    defer { condition.unlock() }
    defer { refusals = [] }
    return refusals
  }

  /// What firing has cost since the last call.
  public func spending() -> Spending {
    condition.lock()
    defer { condition.unlock() }
    var spending = Spending()
    for number in places.indices {
      let (hits, foreign) = probes.count(of: number)
      let fired = UInt64(hits &- lastHits[number]) + UInt64(foreign &- lastForeign[number])
      spending.hits += fired
      spending.nanoseconds += fired * places[number].cost
      if foreign != lastForeign[number] {
        spending.foreign[number] = Int(foreign &- lastForeign[number])
      }
      (lastHits[number], lastForeign[number]) = (hits, foreign)
    }
    return spending
  }

  /// What one firing costs, ns: the mean over the ways in which functions begin.
  public var meanHitCost: Double {
    costs.isEmpty ? 0 : Double(costs.values.reduce(0, +)) / Double(costs.count)
  }

  /// How often a probe has fired so far: in watched processes, and in others.
  public func count(of number: Int) -> (hits: UInt32, foreign: UInt32) {
    probes.count(of: number)
  }

  /// Children that could not be watched, the kernel's map being full.
  public var processesLost: UInt64 {
    condition.lock()
    defer { condition.unlock() }
    return probes.counters().processesLost
  }
}

extension ProbeRefusal {
  /// ENOTSUPP: the kernel's own, not among the errors of the C library.
  static let notSupported: Int32 = 524

  fileprivate init(_ refusal: FunctionProbes.Refusal) {
    self.init(
      probe: refusal.probe, isForGood: refusal.errno == Self.notSupported,
      reason: refusal.errno == Self.notSupported
        ? "unprobeable instruction" : String(cString: strerror(refusal.errno)))
  }
}
