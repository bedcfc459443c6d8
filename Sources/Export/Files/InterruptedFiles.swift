internal import Glibc
internal import Synchronization

/// Temporary files that are removed when a signal ends the program.
enum InterruptedFiles {
  /// What a signal handler may touch: memory that is there before the first signal and stays. A
  /// slot is zero, or a C string's address.
  nonisolated(unsafe) private static let slots = {
    let slots = UnsafeMutablePointer<Atomic<UInt>>.allocate(capacity: count)
    for index in 0..<count { (slots + index).initialize(to: Atomic(0)) }
    return slots
  }()
  private static let count = 4
  private static let signals = [SIGHUP, SIGINT, SIGTERM]

  private static let isInstalled: Bool = {
    interruptedSlots = slots
    for number in signals {
      // A signal that is ignored, as under nohup, stays so.
      var before = sigaction()
      sigaction(number, nil, &before)
      if before.__sigaction_handler.sa_handler != nil { continue }
      signal(number) { InterruptedFiles.removeAll(after: $0) }
    }
    // A limit on the size of files is to be an error of writing, not the end.
    signal(SIGXFSZ, SIG_IGN)
    return true
  }()

  static func add(_ path: String) {
    guard isInstalled, let copy = strdup(path) else { return }
    let address = UInt(bitPattern: copy)
    for index in 0..<count {
      let slot = slots + index
      if slot.pointee.compareExchange(expected: 0, desired: address, ordering: .releasing).exchanged
      {
        return
      }
    }
    free(copy)
  }

  static func remove(_ path: String) {
    for index in 0..<count {
      let slot = slots + index
      let address = slot.pointee.load(ordering: .acquiring)
      guard let text = UnsafeMutablePointer<CChar>(bitPattern: address),
        String(cString: text) == path
      else { continue }
      slot.pointee.store(0, ordering: .releasing)
      // Not freed: a handler may just be reading it. A few bytes a file.
      return
    }
  }

  /// In a signal handler: nothing here allocates or waits.
  private static func removeAll(after number: Int32) {
    if let slots = interruptedSlots {
      for index in 0..<4 {
        let address = slots[index].load(ordering: .acquiring)
        if let path = UnsafePointer<CChar>(bitPattern: address) { unlink(path) }
      }
    }
    signal(number, SIG_DFL)
    raise(number)
  }
}

/// A global without an initializer that runs: a handler may read it.
nonisolated(unsafe) private var interruptedSlots: UnsafeMutablePointer<Atomic<UInt>>?
