internal import Synchronization

extension TelemetryPipeline {
  /// How often dead processes are looked for in the spool.
  private static let adoptionInterval = Duration.seconds(30)

  /// Works until ``shutdown(deadline:)`` is called or the task is cancelled. When it is cancelled
  /// nothing more is sent: what is in memory goes to the spool, or is counted as dropped.
  ///
  /// A second call returns at once.
  public func run() async {
    let isOurs = phase.withLock { phase in
      guard case .ready = phase else { return false }
      phase = .running
      return true
    }
    if isOurs { await work() }
  }

  private func work() async {
    let lanes = lanes
    await spool?.open(for: lanes)
    await withDiscardingTaskGroup { group in
      for lane in lanes { group.addTask { await lane.run() } }
      if let spool { group.addTask { await self.adopt(from: spool, for: lanes) } }
      if let reader { group.addTask { await reader.run() } }
    }
    await spool?.close()
    for lane in lanes { await lane.transport.close() }
    phase.withLock { $0 = .ended }
    ended.open()
  }

  private func adopt(from spool: Spool, for lanes: [any AnyLane]) async {
    let signals = Set(lanes.map(\.signal))
    var next = clock.now
    while !stopping.isOpen, !Task.isCancelled {
      if clock.now >= next {
        next = clock.now + Self.adoptionInterval
        let adoption = await spool.adopt(signals)
        for lane in lanes {
          lane.adopt(
            adoption.batches[lane.signal] ?? [], killed: adoption.killed[lane.signal] ?? 0)
        }
        strangers.withLock { strangers in
          for (signal, killed) in adoption.killed where !signals.contains(signal) {
            strangers[signal, default: Tally()].adopted += UInt64(killed)
            strangers[signal, default: Tally()][.killed] += UInt64(killed)
          }
        }
      }
      await adoptionBell.wait(until: next, clock)
    }
  }

  /// Sends what was offered before, as far as there is time for it, metrics included.
  ///
  /// - Parameter timeout: after which it returns in any case.
  /// - Returns: whether nothing of what was offered before waits any more: it was exported, or
  ///   dropped and counted.
  public func flush(timeout: Duration) async -> Bool {
    let deadline = clock.now + timeout
    await reader?.collect()
    return await withTaskGroup(of: Bool.self) { group in
      for lane in lanes { group.addTask { await lane.flush(until: deadline) } }
      return await group.reduce(true) { $0 && $1 }
    }
  }

  /// Ends ``run()``: metrics are collected once more, and what there is is sent as far as there is
  /// time for it. The rest is in the spool for the next process, or counted as dropped. With all
  /// on disk, it does not wait for a collector that does not answer. What is offered afterwards is
  /// counted as dropped.
  ///
  /// - Parameter deadline: how long that may take. A transport that does not heed the cancellation
  ///   of its task may add its own timeout to it.
  public func shutdown(deadline: Duration) async {
    let end = clock.now + deadline
    if !stopping.isOpen, !ended.isOpen {
      reader?.stop()
      await reader?.collect()
      stopping.open()
      adoptionBell.ring()
    }
    for lane in lanes { lane.stop(at: end) }
    // One that never ran has taken things in all the same.
    await run()
    await ended.wait()
  }
}
