internal import Synchronization

/// The way of one signal: offered items wait in a queue, are encoded, kept on disk if there is a
/// spool, and sent.
final class Lane<Item: TelemetryItem>: Sendable {
  let state: Mutex<LaneState<Item>>
  let encoder: RequestEncoder
  let transport: any OTLPTransport
  let requestTimeout: Duration
  let requestLimit: Int
  let spool: Spool?
  let clock: any PipelineClock
  let random: @Sendable () -> Double
  let notices: NoticeBoard
  let intakeBell = Bell()
  let deliveryBell = Bell()

  var signal: Signal { Item.signal }

  init(_ surroundings: LaneSurroundings, transport: any OTLPTransport) {
    let options = surroundings.options
    let link = Link(options: options.retry, concurrency: options.concurrency)
    state = Mutex(
      LaneState(
        options: options.queue(of: Item.signal), link: link, hasSpool: surroundings.spool != nil))
    encoder = surroundings.encoder
    self.transport = transport
    requestTimeout = options.requestTimeout(of: Item.signal)
    requestLimit = options.requestLimit
    spool = surroundings.spool
    clock = surroundings.world.clock
    random = surroundings.world.random
    notices = surroundings.notices
  }

  /// Takes items in; never waits. Those for which there is no room are counted.
  func offer(_ items: [Item], scope: InstrumentationScope) {
    guard !items.isEmpty else { return }
    let now = clock.now
    let mustWake = state.withLock { state in
      defer { keepLedger(state) }
      return state.offer(items, scope: scope, at: now)
    }
    if mustWake { intakeBell.ring() }
  }

  /// What this process made and what became of it, for whoever finds it killed.
  func keepLedger(_ state: borrowing LaneState<Item>) {
    spool?.ledger.store(state.own, of: signal)
  }

  /// Works until it is told to stop and has nothing more to do, or the task is cancelled.
  func run() async {
    await withDiscardingTaskGroup { group in
      group.addTask { await self.takeIn() }
      group.addTask { await self.deliver() }
    }
    end()
  }

  /// What is in memory alone is lost now.
  private func end() {
    let lost = state.withLock { state in
      let batches = state.delivery.giveUpMemory().reduce(0) { $0 + $1.weight }
      let lost = batches + state.queue.weight
      state.queue = RecordQueue(capacity: state.options.maxQueueSize)
      state.own[.shutdown] += UInt64(lost)
      state.phase = .ended
      keepLedger(state)
      return lost
    }
    if lost > 0 {
      notices.post(
        .dropped(signal, .shutdown), .warning, signal,
        "\(lost) \(signal.items) could not be sent before the end and are lost")
    }
    notify()
  }

  /// Something has been settled.
  func notify() {
    intakeBell.ring()
    deliveryBell.ring()
    tellObservers()
  }

  func tellObservers() {
    for observer in state.withLock(\.observers) { observer.ring() }
  }
}
