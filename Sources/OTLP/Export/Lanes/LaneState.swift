/// All that changes in a lane, under one lock, so that its numbers always add up.
struct LaneState<Item: TelemetryItem> {
  /// How a lane ends.
  enum Phase {
    case running
    /// Nothing is taken in any more, and nothing sent after the deadline.
    case stopping(deadline: Duration)
    case ended
  }

  /// What is to be done with what was taken in.
  enum IntakeStep {
    case encode([ScopedItems<Item>])
    /// Nothing before that time; `nil`: before something happens.
    case wait(until: Duration?)
    case finished
  }

  /// What is to be done with what was encoded.
  enum DeliveryStep {
    case send(WaitingBatch)
    case wait(until: Duration?)
    case finished
  }

  let options: QueueOptions
  private let hasSpool: Bool
  var phase = Phase.running
  var queue: RecordQueue<Item>
  /// The weight of what has left the queue and is not in a batch yet.
  var encoding = 0
  var delivery: DeliveryQueue
  /// The weight of batches that are about to be removed from the spool.
  var leaving = 0
  /// What this process made.
  var own = Tally()
  /// What processes made that died.
  var others = Tally()
  var operations: [ExportResult: DurationHistogram] = [:]
  var lastError: PipelineFailure?
  /// How many items that overflowed have been reported.
  var reportedOverflow: UInt64 = 0
  var isFlushing = false
  /// Nothing more will be encoded.
  var isIntakeOver = false
  /// A try failed after the lane had been told to stop.
  var hasFailedSinceStop = false
  /// Rung whenever something has been settled.
  var observers: [Bell] = []

  init(options: QueueOptions, link: Link, hasSpool: Bool) {
    self.options = options
    self.hasSpool = hasSpool
    queue = RecordQueue(capacity: options.maxQueueSize)
    delivery = DeliveryQueue(
      link: link, memoryLimit: options.maxQueueSize, exportTimeout: options.exportTimeout)
  }

  // MARK: Intake

  /// Takes items in, as far as there is room.
  ///
  /// - Returns: whether the encoder has to be woken.
  mutating func offer(_ items: [Item], scope: InstrumentationScope, at now: Duration) -> Bool {
    let before = queue.weight
    let weight = items.reduce(0) { $0 + $1.weight }
    own.made += UInt64(weight)
    guard case .running = phase else {
      own[.shutdown] += UInt64(weight)
      return false
    }
    let taken = queue.append(items, scope: scope, at: now)
    own[.queueFull] += UInt64(weight - taken)
    let full = options.maxExportBatchSize
    return taken > 0 && (before == 0 || before < full && queue.weight >= full)
  }

  mutating func nextIntake(at now: Duration) -> IntakeStep {
    let isLate = deadline.map { $0 <= now } ?? false
    // What cannot be sent any more may still be kept on disk.
    if queue.isEmpty || isLate && !hasSpool {
      isFlushing = false
      guard deadline != nil else { return .wait(until: nil) }
      isIntakeOver = true
      return .finished
    }
    if let oldest = queue.oldest, !isUrgent, queue.weight < options.maxExportBatchSize,
      oldest + options.scheduleDelay > now
    {
      return .wait(until: oldest + options.scheduleDelay)
    }
    guard isLate || delivery.isMemoryIdle else { return .wait(until: deadline) }
    let groups = queue.take(upTo: options.maxExportBatchSize)
    encoding += groups.weight()
    return .encode(groups)
  }

  private var isUrgent: Bool { isFlushing || deadline != nil }

  private var deadline: Duration? {
    if case .stopping(let deadline) = phase { deadline } else { nil }
  }

  // MARK: Delivery

  mutating func nextDelivery(at now: Duration) -> DeliveryStep {
    guard let deadline else {
      return switch delivery.next(at: now) {
      case .send(let batch): .send(batch)
      case .wait(let time): .wait(until: time)
      }
    }
    let isDone = isIntakeOver && delivery.isEmpty
    // With all on disk nothing is gained by waiting for a collector that does not answer.
    let isUseless = isIntakeOver && hasFailedSinceStop && delivery.load.memoryCount == 0
    guard !isDone, now < deadline, !(isUseless && delivery.inflight.isEmpty) else {
      return .finished
    }
    if isUseless { return .wait(until: deadline) }
    switch delivery.next(at: now) {
    case .send(let batch): return .send(batch)
    case .wait(let time):
      if let time, time >= deadline, isIntakeOver, delivery.inflight.isEmpty { return .finished }
      return .wait(until: min(time ?? deadline, deadline))
    }
  }

  /// How long a try of a batch that begins now may take.
  func timeout(of batch: WaitingBatch, at now: Duration, request: Duration) -> Duration {
    let time = min(delivery.remaining(of: batch, at: now), request)
    return max(min(time, deadline.map { $0 - now } ?? time), .milliseconds(1))
  }

  // MARK: Accounts

  /// The account that a batch belongs to.
  mutating func account(of batch: WaitingBatch, _ change: (inout Tally) -> Void) {
    if batch.isAdopted { change(&others) } else { change(&own) }
  }

  /// The state in numbers.
  var statistics: SignalStatistics {
    let tally = own + others
    var result = SignalStatistics()
    result.made = tally.made
    result.adopted = tally.adopted
    result.exported = tally.exported
    for reason in DropReason.allCases where tally[reason] > 0 {
      result.dropped[reason] = tally[reason]
    }
    let load = delivery.load
    result.queued = UInt64(queue.weight + encoding + load.memoryWeight)
    result.queueCapacity = options.maxQueueSize
    result.inflight = UInt64(delivery.inflight.values.reduce(0) { $0 + $1.weight })
    result.spooled = UInt64(load.fileWeight + leaving)
    result.spooledBytes = delivery.inflight.values.reduce(load.fileBytes) {
      $0 + ($1.file?.size ?? 0)
    }
    result.operations = operations
    result.lastError = lastError
    result.isFailing = delivery.link.isDown
    return result
  }
}
