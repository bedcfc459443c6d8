import CSondeWire
import Containers
import Events
import Glibc
import Logging
import Metrics
import Probes
import Processes
import Procfs
import Redaction
import Steps
import Store

/// Carries what the probes say into the database: the way from the ring buffer to the row.
///
/// One thread does it all: it reads a stretch of the ring, folds each record into the model, binds
/// its strings to a prepared statement where they lie in the ring, and commits; then it sleeps
/// until enough has gathered again. Not for several threads; only the probes' bell may be rung
/// from others.
final class Recorder {
  let probes: LifecycleProbes
  let writer: RecordWriter
  let redactor: Redactor
  let options: RecorderOptions
  let log: Logger
  /// Told of all that comes and goes; `nil` when nobody exports it.
  let telemetry: RecorderTelemetry?
  /// What others may read of the recorder, for metrics.
  let status: RecorderStatus?
  var model: ProcessModel
  var steps: StepTracker
  var containers: ContainerTracker
  var books: [Int64: RunBooks] = [:]
  /// The command of `sonde run`, whose run is described by the user rather than by an execution.
  var expectedRun: ExpectedRun?
  /// What has been seen of the runs that ended.
  private(set) var endedRuns: [Int64] = []

  var libraries = LibraryBook()
  var host = HostSampler()
  var filesystems = FilesystemSampler()
  var users = Users()
  private var knownUsers: Set<UInt32> = []
  private var lastUser: UInt32?
  var redactedArguments: [UInt8] = []
  var redactedEnvironment: [UInt8] = []
  private var nextSample: UInt64 = 0
  private var nextDerivation: UInt64 = 0
  var nextCheck: UInt64 = 0
  var nextPublication: UInt64 = 0
  var tally = RecorderTally()
  private let batchTimer = Timer(label: "sonde.batch.duration")
  /// Records that could not be decoded: a defect, but never a reason to stop.
  private var undecodable: UInt64 = 0

  /// A run that is known before its first record.
  struct ExpectedRun {
    var name: String?
    var pipeline: String?
    /// NUL-terminated strings.
    var command: [UInt8]
    /// Its span; `nil`: a new one.
    var context: RunContext?

    /// What the run is called: its pipeline, its name, or its program.
    var title: String {
      let program = command.prefix { $0 != 0 }
      let name = program.lastIndex(of: UInt8(ascii: "/")).map { program[($0 + 1)...] } ?? program
      return pipeline ?? self.name ?? String(decoding: name, as: UTF8.self)
    }
  }

  init(
    probes: LifecycleProbes, writer: RecordWriter, redactor: Redactor, options: RecorderOptions,
    log: Logger, telemetry: RecorderTelemetry? = nil, status: RecorderStatus? = nil
  ) {
    self.probes = probes
    self.writer = writer
    self.redactor = redactor
    self.options = options
    self.log = log
    self.telemetry = telemetry
    self.status = status
    model = ProcessModel(lastProcessID: writer.idBase, lastExecutionID: writer.idBase)
    model.fileLimit = options.fileLimit
    steps = StepTracker(
      lastID: writer.idBase,
      files: StepFiles { StepFileReader.read($0, offset: $1, size: $2) })
    containers = ContainerTracker(
      lastID: writer.idBase,
      files: EngineFiles { StepFileReader.read($0, offset: 0, size: $1) })
  }

  // MARK: Turns

  /// Waits until something is to be done, and does it.
  ///
  /// - Throws: ``StoreError`` when a batch could not be stored. Its records are gone.
  func turn() throws {
    let now = Clocks.boot()
    let due = min(nextSample, nextDerivation)
    let untilDue = due > now ? Int32(clamping: (due - now) / 1_000_000 + 1) : 0
    let untilMetered = probes.meterKernelTime(at: now)
    probes.wait(milliseconds: min(options.flushMilliseconds, max(untilDue, 0), untilMetered))
    try flush()
  }

  /// Stores all that has gathered, and samples and derives what is due.
  func flush() throws {
    let now = Clocks.boot()
    let isSampleDue = now >= nextSample
    let isDerivationDue = now >= nextDerivation
    guard probes.waitingBytes > 0 || isSampleDue || isDerivationDue else { return }
    beginBatch()
    defer { endBatch(at: now) }
    try batch { writer in
      try drain()
      if isSampleDue { try sample(at: now) }
      if isDerivationDue { try derive(at: now) }
      try writeTouched()
      try endRuns(model.takeEndedRuns(), isInterrupted: false)
    }
    if isSampleDue { nextSample = Self.next(after: now, options.sampleInterval) }
    if isDerivationDue { nextDerivation = Self.next(after: now, options.deriveInterval) }
  }

  /// Stores the rest and closes all runs, ended or not.
  func finish() throws {
    probes.detach()
    beginBatch()
    defer { endBatch(at: .max) }
    try writer.batch { writer in
      // All of it: nobody comes to fetch what a bounded batch would leave.
      try drain(limit: .max)
      try derive(at: Clocks.boot())
      try writeTouched()
      try endRuns(model.takeEndedRuns(), isInterrupted: false)
      abandonLiving()
      try endRuns(model.takeAllRuns(), isInterrupted: true)
      try model.takeTouchedTools { try writer.write($0) }
      try writer.endSession(at: Clocks.realtime())
    }
    if undecodable > 0 {
      log.error("\(undecodable) records of the kernel side could not be read: please report this")
    }
    writer.close()
  }

  private func batch(_ body: (RecordWriter) throws -> Void) throws {
    do {
      try batchTimer.measure { try writer.batch(body) }
    } catch {
      libraries.forget()
      throw error
    }
  }

  /// What changed of living processes, and what came of files, once a batch.
  private func writeTouched() throws {
    try model.takeTouched { try writer.write($0) }
    try writeSteps()
    try writeContainers()
    try model.takeTouchedFiles { row in
      try writer.write(row)
      try noteLibraries(of: row)
    }
    try writer.writeLibraryUses()
  }

  func noteEnded(_ run: Int64) {
    endedRuns.append(run)
  }

  private static func next(after now: UInt64, _ seconds: Double) -> UInt64 {
    now + UInt64(seconds * 1e9)
  }

  // MARK: Records

  /// About as much as the ring holds when its reader is woken a few times over: bounds a
  /// transaction without ever being reached in peace.
  private static let batchBytes = 4 << 20

  func drain(limit: Int = Recorder.batchBytes) throws {
    try probes.drain(limit: limit) { bytes in
      let event: Event
      do throws(RecordError) {
        event = try Event(decoding: bytes)
      } catch {
        undecodable += 1
        return
      }
      try store(event)
    }
  }

  func noteUser(_ uid: UInt32) throws {
    if uid == lastUser { return }
    lastUser = uid
    guard knownUsers.insert(uid).inserted else { return }
    try writer.writeUser(uid, name: users.name(of: uid))
  }
}
