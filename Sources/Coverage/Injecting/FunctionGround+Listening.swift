internal import Foundation
internal import Probes
internal import Procfs

/// The thread that hears probes, and has the hot ones removed.
extension FunctionGround {
  /// Begins to hear probes, on a thread of its own.
  public func start() {
    condition.lock()
    isEnded = false
    condition.unlock()
    let thread = Thread { [self] in listen() }
    thread.name = "sonde-probes"
    thread.start()
  }

  /// Ends the thread, and has all probes removed. What has been heard can still be received. Until no probe
  /// is left, ``waitForRemoval()`` waits.
  public func end() {
    condition.lock()
    isEnding = true
    condition.unlock()
    probes.bell.ring()
    condition.lock()
    defer { condition.unlock() }
    while !isEnded { condition.wait() }
    take()
    scan()
    guard !isRemoving else { return }
    isRemoving = true
    removal.enter()
    let thread = Thread { [self] in
      probes.detach()
      removal.leave()
    }
    thread.name = "sonde-removal"
    thread.start()
  }

  /// Returns when no probe is left in the code of any process; after ``end()``. The kernel takes a while for
  /// that, in which there is usually something else to do.
  public func waitForRemoval() {
    removal.wait()
  }

  private func listen() {
    let begun = Clocks.boot()
    while true {
      let isStarting = Clocks.boot() - begun < Self.startTime
      probes.wait(milliseconds: isStarting ? 4 : 50)
      condition.lock()
      take()
      if isStarting { probes.keepReady() }
      let now = Clocks.boot()
      if now >= nextScan {
        nextScan = now + Self.scanInterval
        scan()
      }
      let isOver = isEnding
      if isOver { isEnded = true }
      if isOver || !reception.signals.isEmpty { condition.broadcast() }
      condition.unlock()
      if isOver { return }
    }
  }

  private func take() {
    var hot: [Int] = []
    let unreadable = probes.drain { signal in
      if case .hot(let probe) = signal.event { hot.append(probe) }
      guard reception.signals.count < Self.queueLimit else {
        damaged += 1
        return
      }
      reception.signals.append(Signal(signal))
      if case .hit(let probe) = signal.event { told.insert(probe) }
    }
    damaged += UInt64(unreadable)
    if !hot.isEmpty, removesHits { removeLocked(hot) }
  }

  /// The array is the word on what was hit: of what has fired and was not told of, the signal was
  /// lost; what fires often and is still there lost the other.
  private func scan() {
    let fired = attached.filter { probes.count(of: $0).hits > 0 }
    if removesHits { removeLocked(fired.filter { probes.count(of: $0).hits > hotHits }) }
    let now = Clocks.boot()
    for probe in fired.sorted() where !told.contains(probe) {
      guard reception.signals.count < Self.queueLimit else { break }
      told.insert(probe)
      reception.signals.append(
        Signal(
          .hitUnseen(probe: probe), pid: 0, processStart: 0, time: now, cpu: 0, sequence: nil))
    }
  }
}

extension Signal {
  fileprivate init(_ signal: FunctionSignal) {
    let event: Event =
      switch signal.event {
      case .hit(let probe): .hit(probe: probe)
      case .hot(let probe): .hot(probe: probe)
      case .mapped(let file), .executed(let file):
        .code(major: file.major, minor: file.minor, inode: file.inode)
      case .forked(let child): .child(pid: child)
      }
    self.init(
      event, pid: signal.pid, processStart: signal.processStart, time: signal.time,
      cpu: signal.cpu, sequence: signal.sequence)
  }
}
