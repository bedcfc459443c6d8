/// User and system time of a process, in nanoseconds, as its parent would be told by wait4(2).
public struct CPUTime: Equatable, Sendable {
  /// ns in user mode.
  public var user: UInt64
  /// ns in the kernel.
  public var system: UInt64

  /// The kernel knows precisely how long a thread ran, and only by tick in which mode; it divides
  /// the one in the ratio of the other (kernel/sched/cputime.c, `cputime_adjust`).
  ///
  /// - Parameters:
  ///   - runtime: the scheduler's sum, ns.
  ///   - userTicks: ns that ticks found in user mode.
  ///   - systemTicks: ns that ticks found in the kernel.
  public init(runtime: UInt64, userTicks: UInt64, systemTicks: UInt64) {
    if systemTicks == 0 {
      system = 0
    } else if userTicks == 0 {
      system = runtime
    } else {
      let product = systemTicks.multipliedFullWidth(by: runtime)
      let sum = userTicks &+ systemTicks
      // The quotient is at most `runtime`, so this cannot overflow unless the sum has.
      system = product.high < sum ? min(sum.dividingFullWidth(product).quotient, runtime) : runtime
    }
    user = runtime - system
  }
}
