internal import CLibBPF
internal import Glibc

/// Estimates how long the kernel programs run, by taking their time now and then.
///
/// The kernel takes the time of all programs or of none, reading two clocks a run: for a program
/// on every system call that costs more than the program itself. So it is done in windows, the
/// first of them at the beginning, and what was found in one holds until the next.
struct KernelTimeMeter {
  private static let windowNanoseconds: UInt64 = 100_000_000
  private static let periodNanoseconds: UInt64 = 1_000_000_000

  /// While this is open, the kernel takes the time.
  private var descriptor: Int32 = -1
  private var isRefused = false
  private var windowBegan: UInt64 = 0
  private var runTimeBefore: UInt64 = 0
  /// Up to here the estimate has been made.
  private var settled: UInt64 = 0
  private var sum = 0.0
  /// ns of programs per ns of time, in the last window.
  private var rate = 0.0

  /// Opens or closes a window when it is due. Returns the milliseconds until the next time.
  mutating func turn(at now: UInt64, _ runTime: () -> UInt64) -> Int32 {
    if isRefused { return .max }
    if descriptor < 0 {
      if windowBegan == 0 || now >= windowBegan + Self.periodNanoseconds {
        open(at: now, runTime)
      }
    } else if now >= windowBegan + Self.windowNanoseconds {
      close(at: now, runTime)
    }
    let next =
      windowBegan + (descriptor < 0 ? Self.periodNanoseconds : Self.windowNanoseconds)
    return next > now ? Int32((next - now) / 1_000_000) + 1 : 1
  }

  mutating func estimate(at now: UInt64, _ runTime: () -> UInt64) -> UInt64? {
    if isRefused { return nil }
    if descriptor >= 0, now > windowBegan {
      let ran = Double(runTime() &- runTimeBefore)
      return UInt64(sum + rate * Double(windowBegan - settled) + ran)
    }
    return UInt64(sum + rate * Double(now > settled ? now - settled : 0))
  }

  private mutating func open(at now: UInt64, _ runTime: () -> UInt64) {
    descriptor = bpf_enable_stats(BPF_STATS_RUN_TIME)
    isRefused = descriptor < 0
    windowBegan = now
    if settled == 0 { settled = now }
    runTimeBefore = runTime()
  }

  /// The time since the last window counts half as in that and half as in this one.
  private mutating func close(at now: UInt64, _ runTime: () -> UInt64) {
    Glibc.close(descriptor)
    descriptor = -1
    let ran = Double(runTime() &- runTimeBefore)
    let newRate = ran / Double(max(1, now - windowBegan))
    let between = Double(windowBegan - settled)
    sum += ran + between * (settled == windowBegan ? 0 : (rate + newRate) / 2)
    rate = newRate
    settled = now
  }

  /// Gives the descriptor back.
  mutating func stop() {
    if descriptor >= 0 { Glibc.close(descriptor) }
    descriptor = -1
  }
}
