internal import Glibc

/// The clocks of the host, in nanoseconds.
public enum Clocks {
  private static let attempts = 5

  /// Time since boot, that spent asleep included: what the kernel stamps events with.
  public static func boot() -> UInt64 {
    UInt64(clamping: read(CLOCK_BOOTTIME))
  }

  /// Time since 1970.
  public static func realtime() -> Int64 {
    read(CLOCK_REALTIME)
  }

  /// CPU time of all threads of this process.
  public static func processCPU() -> Int64 {
    read(CLOCK_PROCESS_CPUTIME_ID)
  }

  /// What to add to a time since boot to get the time since 1970.
  ///
  /// The real time is read between two readings of the other clock and belongs to the middle of
  /// them. Of five attempts the one with the shortest gap counts, so that an interruption in
  /// between does no harm.
  public static func realtimeOffset() -> Int64 {
    realtimeOffset(boot: { read(CLOCK_BOOTTIME) }, realtime: realtime)
  }

  static func realtimeOffset(boot: () -> Int64, realtime: () -> Int64) -> Int64 {
    var best: (gap: Int64, offset: Int64) = (.max, 0)
    for _ in 0..<attempts {
      let before = boot()
      let time = realtime()
      let gap = boot() - before
      if gap < best.gap { best = (gap, time - (before + gap / 2)) }
    }
    return best.offset
  }

  /// The id that the kernel chose at random when it was booted, or `nil` if it does not tell.
  public static func bootID(root: String = "/proc") -> String? {
    guard let bytes = ProcRoot(path: root).read("sys/kernel/random/boot_id", limit: 64),
      let text = bytes.lines.first?.text, text.utf8.count == 36,
      text.allSatisfy({ $0.isHexDigit || $0 == "-" })
    else { return nil }
    return text
  }

  private static func read(_ clock: clockid_t) -> Int64 {
    var time = timespec()
    clock_gettime(clock, &time)
    return Int64(time.tv_sec) * 1_000_000_000 + Int64(time.tv_nsec)
  }
}
