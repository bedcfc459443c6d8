internal import Synchronization

extension Lane {
  /// Encodes what is offered, when there is enough or it has waited long enough.
  func takeIn() async {
    while true {
      let now = clock.now
      let (step, isFlushed) = state.withLock { state in
        if Task.isCancelled { state.stop(at: now) }
        let wasFlushing = state.isFlushing
        let step = state.nextIntake(at: now)
        return (step, wasFlushing && !state.isFlushing)
      }
      if isFlushed { tellObservers() }
      reportOverflow()
      switch step {
      case .encode(let groups): await encode(groups)
      case .wait(let time): await intakeBell.wait(until: time, clock)
      case .finished:
        deliveryBell.ring()
        return
      }
    }
  }

  private func encode(_ groups: [ScopedItems<Item>]) async {
    let batches = encoder.batches(groups, limit: requestLimit)
    if batches.tooLarge > 0 {
      drop(batches.tooLarge, .tooLarge)
      notices.post(
        .dropped(signal, .tooLarge), .error, signal,
        "\(batches.tooLarge) \(signal.items) were larger than a request of \(requestLimit) bytes "
          + "and are lost")
    }
    for (weight, bytes) in batches.requests { await add(bytes, weight) }
  }

  /// What was being encoded is lost.
  private func drop(_ weight: Int, _ reason: DropReason) {
    state.withLock { state in
      state.encoding -= weight
      state.own[reason] += UInt64(weight)
      keepLedger(state)
    }
  }

  private func add(_ bytes: [UInt8], _ weight: Int) async {
    let date = clock.date
    let key = state.withLock { $0.delivery.newKey(at: date) }
    var place = WaitingBatch.Place.memory(bytes)
    if let spool,
      let file = await spool.store(bytes, signal: signal, weight: weight, sequence: key.sequence)
    {
      place = .file(file, copy: bytes)
    }
    let lost = state.withLock { state in
      state.encoding -= weight
      let lost = state.delivery.add(WaitingBatch(key: key, weight: weight, place: place))
        .reduce(0) { $0 + $1.weight }
      if lost > 0 {
        state.own[.outage] += UInt64(lost)
        keepLedger(state)
      }
      return lost
    }
    if lost > 0 {
      notices.post(
        .dropped(signal, .outage), .error, signal,
        "the collector cannot be reached, and the oldest \(lost) \(signal.items) had to make room")
    }
    deliveryBell.ring()
  }

  /// The queue overflows in threads that must not wait for a log, so it is said here.
  private func reportOverflow() {
    let lost = state.withLock { state in
      let lost = state.own[.queueFull] - state.reportedOverflow
      state.reportedOverflow = state.own[.queueFull]
      return lost
    }
    guard lost > 0 else { return }
    notices.post(
      .dropped(signal, .queueFull), .warning, signal,
      "\(lost) \(signal.items) came faster than they could be taken and are lost")
  }
}
