internal import CLibBPF
internal import Glibc

extension FunctionProbes {
  private static let calls = 200
  private static let rounds = 5

  /// What a call costs more when there is a probe at the function's entry, in ns, here and now, by how
  /// the function begins: the best of some rounds of calls of functions of this very program. Empty
  /// when it cannot be told.
  ///
  /// The last probe of the capacity is used for it.
  public func measureHitCosts() -> [FunctionEntry: UInt64] {
    var costs: [FunctionEntry: UInt64] = [:]
    for entry in FunctionEntry.allCases {
      guard let function = sonde_trial_function(entry.wire),
        let place = Self.place(of: function)
      else { continue }
      if own == nil {
        let file = open(place.path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return costs }
        own = (file, place.offset)
      }
      own?.offset = place.offset
      costs[entry] = cost(of: function)
    }
    return costs
  }

  private func cost(of function: sonde_trial) -> UInt64? {
    let bare = Self.time(function)
    guard let link = attachOwn() else { return nil }
    let probed = Self.time(function)
    links.close(link)
    return probed > bare ? (probed - bare) / UInt64(Self.calls) : 0
  }

  private func attachOwn() -> FunctionLinks.Link? {
    guard let own else { return nil }
    return try? links.attach(
      file: own.file, offsets: [own.offset], cookies: [UInt64(options.capacity - 1)],
      pid: UInt32(getpid()))
  }

  /// Has the kernel attach and remove a probe of our own. Both take a lock that is quick to take for
  /// some milliseconds after the last time, and otherwise takes a grace period of RCU, in which every
  /// hot probe of a program would go on firing (percpu_down_write(&dup_mmap_sem) in
  /// kernel/events/uprobes.c, rcu_sync_enter() in kernel/rcu/sync.c).
  public func keepReady() {
    if let link = attachOwn() { links.close(link) }
  }

  private static func time(_ function: sonde_trial) -> UInt64 {
    var best = UInt64.max
    for _ in 0..<rounds {
      let start = monotonic()
      for _ in 0..<calls { function() }
      best = min(best, monotonic() - start)
    }
    return best
  }

  private static func monotonic() -> UInt64 {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return UInt64(time.tv_sec) * 1_000_000_000 + UInt64(time.tv_nsec)
  }

  /// Calls a function of this program that does nothing.
  public static func callTrialFunction() {
    sonde_trial_function(SONDE_ENTRY_SIMPLE)?()
  }

  /// Where that function lies in which file.
  public static func trialFunction() -> (path: String, offset: UInt64)? {
    sonde_trial_function(SONDE_ENTRY_SIMPLE).flatMap(place(of:))
  }

  /// Where a function of this program lies in which file, from /proc/self/maps.
  private static func place(of function: sonde_trial) -> (path: String, offset: UInt64)? {
    let address = UInt64(UInt(bitPattern: unsafeBitCast(function, to: UnsafeRawPointer.self)))
    guard let maps = fopen("/proc/self/maps", "re") else { return nil }
    defer { fclose(maps) }
    var line: UnsafeMutablePointer<CChar>?
    var room = 0
    defer { free(line) }
    while getline(&line, &room, maps) > 0 {
      guard let text = line.map({ String(cString: $0) }) else { break }
      let fields = text.split(maxSplits: 5, whereSeparator: { $0 == " " || $0 == "\n" })
      let range = fields.first?.split(separator: "-").compactMap { UInt64($0, radix: 16) } ?? []
      guard range.count == 2, range[0] <= address, address < range[1], fields.count == 6,
        let start = UInt64(fields[2], radix: 16)
      else { continue }
      let path = fields[5].drop { $0 == " " }.prefix { $0 != "\n" }
      return (String(path), address - range[0] + start)
    }
    return nil
  }
}
