/// Time that all processors together have spent since boot, in clock ticks: the line `cpu` of
/// `/proc/stat`.
struct ProcessorTimes: Equatable, Sendable {
  /// user, nice, system, idle, iowait, irq, softirq, steal. The kernel counts guests' time as
  /// user and nice time already, so the two fields after these are left out.
  private static let kinds = 8
  private static let idleKinds = 3...4

  private let ticks: [UInt64]

  /// - Parameter fields: The fields behind `cpu`. Old kernels have fewer than eight.
  init?(fields: some Collection<ArraySlice<UInt8>>) {
    let ticks = fields.prefix(Self.kinds).map { UInt64(digits: $0) }
    guard ticks.count >= 4 else { return nil }
    let known = ticks.compactMap { $0 }
    guard known.count == ticks.count else { return nil }
    self.ticks = known
  }

  /// The share of time not spent idle, from 0 to 100, or `nil` when no time has passed.
  ///
  /// Stolen time counts as busy and waiting for disks as idle, which is what `top` shows. A
  /// counter that has gone backwards, as the kernel's idle counters may, counts as unchanged.
  func percentBusy(since earlier: ProcessorTimes) -> Double? {
    let spent = zip(ticks, earlier.ticks).map { $0 > $1 ? Double($0 - $1) : 0 }
    let total = spent.reduce(0, +)
    guard total > 0 else { return nil }
    let idle = spent.indices.filter(Self.idleKinds.contains).reduce(0) { $0 + spent[$1] }
    return (total - idle) / total * 100
  }
}
