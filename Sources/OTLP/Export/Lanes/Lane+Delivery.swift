internal import Synchronization

extension Lane {
  /// Sends what has been encoded, oldest first.
  func deliver() async {
    await withDiscardingTaskGroup { group in
      while true {
        let now = clock.now
        let step = state.withLock { state in
          if Task.isCancelled { state.stop(at: now) }
          return state.nextDelivery(at: now)
        }
        switch step {
        case .send(let batch): group.addTask { await self.attempt(batch) }
        case .wait(let time): await deliveryBell.wait(until: time, clock)
        case .finished:
          // Requests that are under way are given up: of what is on disk nothing is lost.
          group.cancelAll()
          return
        }
      }
    }
  }

  /// Tries once to send a batch.
  private func attempt(_ batch: WaitingBatch) async {
    let start = clock.now
    guard let request = await request(of: batch, start) else { return }
    let timeout = state.withLock { $0.timeout(of: batch, at: start, request: requestTimeout) }
    do throws(TransportFailure) {
      let response = try await transport.send(request, signal: signal, timeout: timeout)
      await accepted(batch, response)
    } catch {
      if Task.isCancelled {
        state.withLock { $0.delivery.putBack(batch) }
      } else if error.isRetryable {
        failed(batch, error, start)
      } else {
        await refused(batch, error)
      }
    }
    notify()
  }

  private func request(of batch: WaitingBatch, _ start: Duration) async -> [UInt8]? {
    switch batch.place {
    case .memory(let bytes), .file(_, .some(let bytes)): return bytes
    case .file(let file, nil):
      switch await spool?.read(file) {
      case .request(let bytes): return bytes
      case .unreadable(let error):
        let failure = TransportFailure(isRetryable: true, code: "spool", message: "\(error)")
        failed(batch, failure, start)
      case .damaged, nil: await settle(batch, exported: 0, dropped: [.spoolCorrupt: batch.weight])
      }
      notify()
      return nil
    }
  }

  // MARK: Answers

  private func accepted(_ batch: WaitingBatch, _ response: [UInt8]) async {
    var partial: PartialSuccess?
    do {
      partial = try PartialSuccess(response: response, signal: signal)
    } catch {
      notices.post(
        .unreadableResponse(signal), .warning, signal,
        "the collector took the \(signal.items), but its answer cannot be read: \(error)")
    }
    let rejected = min(partial?.rejected ?? 0, batch.weight)
    await settle(
      batch, exported: batch.weight - rejected, dropped: rejected > 0 ? [.rejected: rejected] : [:]
    ) { state in
      state.delivery.linkWorked()
      state.count(partial == nil ? .success : .partialSuccess, batch, self.clock.now)
    }
    if let partial { report(partial, rejected) }
  }

  private func report(_ partial: PartialSuccess, _ rejected: Int) {
    guard !partial.message.isEmpty else {
      notices.post(
        .rejectedSilently(signal), .warning, signal,
        "the collector rejected \(rejected) \(signal.items) and does not say why")
      return
    }
    let what = rejected > 0 ? "rejected \(signal.items)" : "took \(signal.items) and warns"
    notices.postOnce(.warning, signal, "the collector \(what): \(partial.message)")
  }

  private func refused(_ batch: WaitingBatch, _ failure: TransportFailure) async {
    let date = clock.date
    await settle(batch, exported: 0, dropped: [.refused: batch.weight]) { state in
      // It answered: the next batch may be another matter.
      state.delivery.linkWorked()
      state.count(.failure(code: failure.code), batch, self.clock.now)
      state.lastError = PipelineFailure(text: failure.text, time: date)
    }
    notices.post(
      .refused(signal), .error, signal,
      "the collector refused \(batch.weight) \(signal.items), which are lost: \(failure.text)")
  }

  private func failed(_ batch: WaitingBatch, _ failure: TransportFailure, _ start: Duration) {
    let (now, date, random) = (clock.now, clock.date, random())
    let isFirst = state.withLock { state in
      let isFirst = !state.delivery.link.isDown
      let isOver = state.delivery.failed(
        batch, startedAt: start, now: now, retryAfter: failure.retryAfter, random: random)
      if isOver { state.count(.failure(code: failure.code), batch, now) }
      state.lastError = PipelineFailure(text: failure.text, time: date)
      if case .stopping = state.phase { state.hasFailedSinceStop = true }
      return isFirst
    }
    if isFirst {
      let place = spool.map { "are kept in \($0.options.directory)" } ?? "wait in memory"
      notices.post(
        .failing(signal), .warning, signal,
        "\(signal.items) cannot be delivered: \(failure.text); they \(place) and are sent later")
    }
  }

  // MARK: Accounts

  /// Nothing more is to be done for the batch.
  private func settle(
    _ batch: WaitingBatch, exported: Int, dropped: [DropReason: Int],
    _ change: (inout LaneState<Item>) -> Void = { _ in }
  ) async {
    if let file = batch.file { await spool?.remove(file, exported: exported, dropped: dropped) }
    let hasRecovered = state.withLock { state in
      let wasDown = state.delivery.link.isDown
      state.delivery.settle(batch)
      state.account(of: batch) { tally in
        tally.exported += UInt64(exported)
        for (reason, weight) in dropped { tally[reason] += UInt64(weight) }
      }
      change(&state)
      keepLedger(state)
      return wasDown && !state.delivery.link.isDown
    }
    if hasRecovered {
      notices.post(.recovered(signal), .info, signal, "\(signal.items) are delivered again")
    }
  }
}

extension LaneState {
  /// An operation has ended.
  mutating func count(_ result: ExportResult, _ batch: WaitingBatch, _ now: Duration) {
    // Codes come from transports, and nothing that comes from outside grows without end.
    let isKnown = operations[result] != nil || operations.count < 32
    let key = isKnown ? result : .failure(code: "other")
    operations[key, default: DurationHistogram()].add(now - (batch.operationStart ?? now))
  }
}

extension TransportFailure {
  /// In one line.
  var text: String { message.isEmpty ? code : "\(code): \(message)" }
}
