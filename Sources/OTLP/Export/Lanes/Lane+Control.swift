internal import Synchronization

/// A lane, whatever its items are.
protocol AnyLane: SpoolTenant {
  var signal: Signal { get }
  var transport: any OTLPTransport { get }
  var statistics: SignalStatistics { get }
  func run() async
  /// Takes nothing in any more, and sends nothing after `deadline`.
  func stop(at deadline: Duration)
  /// Sends what is there; returns when that is settled, or at `deadline`.
  func flush(until deadline: Duration) async -> Bool
  /// Takes over what a process that died has left.
  func adopt(_ batches: [WaitingBatch], killed: Int)
}

extension Lane: AnyLane {
  var statistics: SignalStatistics { state.withLock(\.statistics) }

  func stop(at deadline: Duration) {
    state.withLock { $0.stop(at: deadline) }
    notify()
  }

  func flush(until deadline: Duration) async -> Bool {
    let bell = Bell()
    state.withLock { state in
      state.isFlushing = true
      state.observers.append(bell)
    }
    defer { state.withLock { state in state.observers.removeAll { $0 === bell } } }
    intakeBell.ring()
    var last: WaitingBatch.Key?
    while true {
      let isSettled = state.withLock { state in
        // What was in the queue has been encoded when it was empty once.
        if last == nil, !state.isFlushing, state.encoding == 0 { last = state.delivery.newestKey }
        return last.map { state.delivery.isSettled(through: $0) } ?? false
      }
      if isSettled { return true }
      guard clock.now < deadline, !Task.isCancelled else { return false }
      await bell.wait(until: deadline, clock)
    }
  }

  func adopt(_ batches: [WaitingBatch], killed: Int) {
    state.withLock { state in
      state.others.adopted += UInt64(batches.reduce(killed) { $0 + $1.weight })
      state.others[.killed] += UInt64(killed)
      for batch in batches { _ = state.delivery.add(batch) }
    }
    deliveryBell.ring()
  }

  // MARK: Giving way in the spool

  var waitingFileBytes: Int { state.withLock(\.delivery.load.fileBytes) }

  func giveUpOldestFile() -> WaitingBatch? {
    state.withLock { state in
      let batch = state.delivery.giveUpOldestFile()
      state.leaving += batch?.weight ?? 0
      return batch
    }
  }

  func gaveUp(_ batch: WaitingBatch) {
    state.withLock { state in
      state.leaving -= batch.weight
      state.account(of: batch) { $0[.spoolFull] += UInt64(batch.weight) }
      keepLedger(state)
    }
    notices.post(
      .dropped(signal, .spoolFull), .error, signal,
      "the spool is full: the oldest \(batch.weight) \(signal.items) had to make room")
  }
}

extension LaneState {
  mutating func stop(at deadline: Duration) {
    switch phase {
    case .running:
      phase = .stopping(deadline: deadline)
      delivery.hasten()
    case .stopping(let earlier):
      phase = .stopping(deadline: min(earlier, deadline))
    case .ended: break
    }
  }
}
