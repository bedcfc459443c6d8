/// Which batch is sent when: oldest first, as many at a time as the link allows. Pure: it is told
/// the time, and says what is to be done.
struct DeliveryQueue: Sendable {
  /// What is to be done next.
  enum Step {
    case send(WaitingBatch)
    /// Nothing before that time; `nil`: before something happens.
    case wait(until: Duration?)
  }

  /// Batches in numbers.
  struct Load: Sendable, Equatable {
    private(set) var memoryCount = 0
    private(set) var memoryWeight = 0
    private(set) var fileWeight = 0
    private(set) var fileBytes = 0

    fileprivate mutating func add(_ batch: WaitingBatch) { change(batch, by: 1) }
    fileprivate mutating func remove(_ batch: WaitingBatch) { change(batch, by: -1) }

    private mutating func change(_ batch: WaitingBatch, by sign: Int) {
      if let file = batch.file {
        fileWeight += sign * batch.weight
        fileBytes += sign * file.size
      } else {
        memoryCount += sign
        memoryWeight += sign * batch.weight
      }
    }
  }

  private(set) var link: Link
  private let exportTimeout: Duration
  private let memoryLimit: Int
  /// Ascending by key; those before `head` have been taken.
  private var batches: [WaitingBatch] = []
  private var head = 0
  private(set) var inflight: [WaitingBatch.Key: WaitingBatch] = [:]
  /// What waits, in numbers.
  private(set) var load = Load()
  private var lastSequence: UInt64 = 0

  /// - Parameters:
  ///   - memoryLimit: the weight of the batches that may wait in memory.
  ///   - exportTimeout: of all tries of a series.
  init(link: Link, memoryLimit: Int, exportTimeout: Duration) {
    self.link = link
    self.memoryLimit = memoryLimit
    self.exportTimeout = exportTimeout
  }

  var waiting: ArraySlice<WaitingBatch> { batches[head...] }
  var isEmpty: Bool { waiting.isEmpty && inflight.isEmpty }

  /// The key of the next new batch.
  mutating func newKey(at date: UInt64) -> WaitingBatch.Key {
    lastSequence = max(lastSequence + 1, date)
    return WaitingBatch.Key(sequence: lastSequence)
  }

  /// The key of the newest batch so far; nothing that is made later comes before it.
  var newestKey: WaitingBatch.Key {
    WaitingBatch.Key(sequence: lastSequence, folder: .max)
  }

  /// Whether all batches up to a key are settled.
  func isSettled(through key: WaitingBatch.Key) -> Bool {
    !inflight.keys.contains { $0 <= key } && !(waiting.first.map { $0.key <= key } ?? false)
  }

  // MARK: What waits

  /// Adds a batch. Returns those that had to make room: the oldest of those in memory.
  mutating func add(_ batch: WaitingBatch) -> [WaitingBatch] {
    var batch = batch
    // Only what is sent next need not be read from disk.
    if case .file(let file, _) = batch.place, link.isDown || !waiting.isEmpty {
      batch.place = .file(file, copy: nil)
    }
    insert(batch)
    var lost: [WaitingBatch] = []
    // The newest always has room.
    while load.memoryWeight > memoryLimit, load.memoryCount > 1,
      let index = waiting.firstIndex(where: { $0.file == nil })
    {
      lost.append(remove(at: index))
    }
    return lost
  }

  /// Whether another batch in memory is of use: none is while those that there are go out.
  var isMemoryIdle: Bool { link.isDown || load.memoryCount < 2 * link.allowance }

  /// Removes the oldest batch that is on disk.
  mutating func giveUpOldestFile() -> WaitingBatch? {
    waiting.firstIndex { $0.file != nil }.map { remove(at: $0) }
  }

  /// Removes all that is in memory alone.
  mutating func giveUpMemory() -> [WaitingBatch] {
    let lost = waiting.filter { $0.file == nil }
    for batch in lost { load.remove(batch) }
    batches = waiting.filter { $0.file != nil }
    head = 0
    return lost
  }

  private mutating func insert(_ batch: WaitingBatch) {
    load.add(batch)
    if let first = waiting.first, batch.key < first.key, head > 0 {
      head -= 1
      batches[head] = batch
      return
    }
    // Nearly always at the end.
    var (low, high) = (head, batches.count)
    if let last = waiting.last, last.key < batch.key { low = high }
    while low < high {
      let middle = (low + high) / 2
      if batches[middle].key < batch.key { low = middle + 1 } else { high = middle }
    }
    batches.insert(batch, at: low)
  }

  private mutating func remove(at index: Int) -> WaitingBatch {
    let batch = batches[index]
    if index == head {
      // Its bytes are not to stay until the array is moved up.
      batches[head].place = .memory([])
      head += 1
    } else {
      batches.remove(at: index)
    }
    if head == batches.count || head > 64 && head * 2 > batches.count {
      batches.removeFirst(head)
      head = 0
    }
    load.remove(batch)
    return batch
  }

  // MARK: What is sent

  /// The oldest batch, if it may be sent now.
  mutating func next(at now: Duration) -> Step {
    guard head < batches.count, inflight.count < link.allowance else { return .wait(until: nil) }
    guard link.notBefore <= now else { return .wait(until: link.notBefore) }
    var batch = remove(at: head)
    // Others may have been tried meanwhile, for so long that the series is over.
    if remaining(of: batch, at: now) <= .zero { batch.operationStart = nil }
    batch.operationStart = batch.operationStart ?? now
    inflight[batch.key] = batch
    return .send(batch)
  }

  /// How long a try that begins now may take, within its series.
  func remaining(of batch: WaitingBatch, at now: Duration) -> Duration {
    (batch.operationStart ?? now) + exportTimeout - now
  }

  /// The batch is settled, whichever way; whether the link works is said apart.
  mutating func settle(_ batch: WaitingBatch) {
    inflight[batch.key] = nil
  }

  /// The other side answered.
  mutating func linkWorked() {
    link.succeeded()
  }

  /// The batch was not taken and may be tried again.
  ///
  /// - Returns: whether its series of tries is over: the next would begin too late.
  mutating func failed(
    _ batch: WaitingBatch, startedAt start: Duration, now: Duration, retryAfter: Duration?,
    random: Double
  ) -> Bool {
    link.failed(startedAt: start, now: now, retryAfter: retryAfter, random: random)
    let end = (batch.operationStart ?? start) + exportTimeout
    let isOver = max(link.notBefore, now) >= end
    putBack(batch, isOver: isOver)
    return isOver
  }

  /// The batch goes back to where it was, without anything being known of it. What is on disk is
  /// kept there only.
  mutating func putBack(_ batch: WaitingBatch, isOver: Bool = true) {
    guard var batch = inflight.removeValue(forKey: batch.key) else { return }
    if isOver { batch.operationStart = nil }
    if case .file(let file, _) = batch.place { batch.place = .file(file, copy: nil) }
    insert(batch)
  }

  /// The next try need not wait, unless the collector has asked for it.
  mutating func hasten() {
    link.hasten()
  }
}
