/// How much time probes may take: a share of one processor, and some at once in the beginning.
///
/// A bucket that fills by the share of the time that passes, up to the burst, and that each firing of
/// a probe empties by what it costs. Functions that a program calls only when it starts can be seen
/// only then: that is what the burst is for.
public struct OverheadBudget: Sendable {
  /// Of one processor's time; `nil`: no limit.
  public let share: Double?
  /// What may be spent at once, ns.
  public private(set) var burst: Double
  /// What is left, ns; below zero when more was spent.
  public private(set) var left: Double
  /// Whether, when it was last accounted for, more went than comes.
  public private(set) var isDraining = false
  private var last: UInt64?
  /// What it takes to see a function once, ns: until its probe is removed, it fires some times.
  private static let sight = 20_000.0

  /// - Parameters:
  ///   - share: of one processor's time, above 0; `nil` for no limit.
  ///   - burst: what may be spent at once, ns.
  public init(share: Double?, burst: Double = 400_000_000) {
    self.share = share
    self.burst = burst
    left = burst
  }

  /// Accounts for what was spent until `now`, both in ns.
  public mutating func spend(_ nanoseconds: Double, at now: UInt64) {
    guard let share else { return }
    let passed = Double(now &- (last ?? now))
    last = now
    isDraining = nanoseconds > passed * share
    left = min(burst, left + passed * share) - nanoseconds
  }

  /// Widens the burst, so that each of so many functions can be seen once when the program starts.
  public mutating func allow(functions: Int) {
    let wider = Double(functions) * Self.sight
    guard wider > burst else { return }
    left += wider - burst
    burst = wider
  }

  /// Whether more was spent than there was.
  public var isExceeded: Bool { share != nil && left < 0 }

  /// Whether so much is left that more probes can be attached.
  public var hasRoom: Bool { share == nil || left > burst / 2 }
}
