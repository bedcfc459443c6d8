internal import Glibc
internal import Synchronization

/// Batches on disk: written before they are sent, removed when they are settled.
///
/// ```
/// spool/
///   process-1234-9f3c…/            one for each process, which holds a lock on the ledger
///     ledger                       how many items it made, exported and dropped
///     01769851441250000000-traces-512.batch
///   set-aside/                     damaged files
/// ```
///
/// An item of a process is in exactly one of these states at any moment, so whoever finds its
/// folder after a kill can count: exported or dropped, in the ledger; in a file; and what was made
/// but is in neither had been in memory, and was lost with it. Since files say what they hold in
/// their names, nothing has to be written twice or in step. A file is removed before the ledger is
/// told: in between, its items count as lost rather than twice.
///
/// The folder of a dead process is not merged with ours. Its batches are sent from where they are,
/// and its own ledger is told, so that it does not matter whether we are killed over it.
actor Spool {
  let options: SpoolOptions
  let clock: any PipelineClock
  let notices: NoticeBoard
  nonisolated let ledger = Ledger()
  private let executor: any SerialExecutor
  private nonisolated let shown: Mutex<SpoolStatistics>

  /// `nil` as long as it cannot be used.
  var own: SpoolFolder?
  private(set) var directory: SpoolDirectory?
  private var nextOpening = Duration.zero
  private var isClosed = false
  /// Folders of processes that died, by the numbers that their batches know them by.
  var adopted: [Int: SpoolFolder] = [:]
  var lastFolderNumber = 0
  /// Folders that are in nobody's way, and cannot be removed.
  var leftAlone: Set<String> = []
  /// What our batches and those that we adopted take, in bytes.
  var bytes = 0
  /// What those of other processes took when they were last counted.
  var otherBytes = 0
  var nextCount = Duration.zero
  var tenants: [any SpoolTenant] = []

  nonisolated var unownedExecutor: UnownedSerialExecutor { executor.asUnownedSerialExecutor() }

  /// Makes this process's folder, so that the ledger counts from the beginning. When that fails it
  /// is said, and tried again later.
  init(options: SpoolOptions, world: PipelineWorld, notices: NoticeBoard) {
    self.options = options
    clock = world.clock
    executor = world.disk
    self.notices = notices
    var statistics = SpoolStatistics()
    statistics.limit = options.limit
    do throws(DiskError) {
      let directory = try SpoolDirectory(options.directory)
      let (folder, file) = try SpoolFolder.make(
        in: directory.descriptor, path: options.directory)
      ledger.attach(file)
      (self.directory, own) = (directory, folder)
      statistics.isWritable = true
    } catch {
      statistics.lastError = PipelineFailure(text: error.description, time: clock.date)
      nextOpening = clock.now + Self.openingInterval
      notices.post(.spoolFailing, .error, nil, Self.text(error))
    }
    shown = Mutex(statistics)
  }

  private static let openingInterval = Duration.seconds(5)

  private static func text(_ error: DiskError) -> String {
    "the spool cannot be written, so batches wait in memory: \(error)"
  }

  nonisolated var statistics: SpoolStatistics { shown.withLock { $0 } }

  func show(_ change: (inout SpoolStatistics) -> Void) {
    shown.withLock { statistics in
      change(&statistics)
      statistics.bytes = bytes
    }
  }

  /// - Parameter tenants: those who give way when there is no more room.
  func open(for tenants: [any SpoolTenant]) {
    self.tenants = tenants
  }

  /// Lets go of everything. What is still on disk is for the next process.
  func close() {
    tenants = []
    for number in adopted.keys.sorted() { release(number) }
    ledger.detach()
    if let own, own.count == 0 { _ = own.remove() }
    (own, directory) = (nil, nil)
    isClosed = true
  }

  // MARK: When the disk fails

  /// Makes the folder anew, some time after that has failed.
  func reopen() {
    guard own == nil, !isClosed, clock.now >= nextOpening else { return }
    nextOpening = clock.now + Self.openingInterval
    do throws(DiskError) {
      let directory = try SpoolDirectory(options.directory)
      let (folder, file) = try SpoolFolder.make(
        in: directory.descriptor, path: options.directory)
      ledger.attach(file)
      (self.directory, own) = (directory, folder)
    } catch {
      failed(error)
    }
  }

  func failed(_ error: DiskError) {
    // Somebody has removed the folder.
    if error.number == ENOENT { own = nil }
    show { statistics in
      statistics.isWritable = false
      statistics.lastError = PipelineFailure(text: error.description, time: clock.date)
    }
    notices.post(.spoolFailing, .error, nil, Self.text(error))
  }

  func worked() {
    guard !statistics.isWritable else { return }
    show { $0.isWritable = true }
    notices.post(
      .spoolRecovered, .info, nil, "the spool \(options.directory) can be written again")
  }
}
