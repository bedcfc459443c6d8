import CSondeWire
import Events
import Foundation
import Processes
import Steps
import Store

/// A database of runs that never were: made-up records of the kernel side, folded by the process
/// model and stored by the writer, as a recorder does it.
final class FictionalStore {
  let path: String
  private let directory: URL
  private let writer: RecordWriter
  private var model: ProcessModel
  private var steps = StepTracker(lastID: 0, files: StepFiles { _, _, _ in nil })
  private var lastPID: UInt32 = 99
  /// 2026-01-31 09:24:01.25 UTC, when the machine of these runs was started.
  private static let boot: Int64 = 1_769_851_441_250_000_000

  init() throws {
    directory = FileManager.default.temporaryDirectory
      .appendingPathComponent("sonde-fiction-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: directory, withIntermediateDirectories: true)
    path = directory.appendingPathComponent("sonde.db").path
    writer = try RecordWriter(path: path)
    writer.bootOffset = Self.boot
    model = ProcessModel(lastProcessID: 0, lastExecutionID: 0)
    try writer.batch {
      try $0.beginSession(
        SessionDescription(
          host: "fiction", bootID: "0", kernel: "6.1.0", version: "0", pid: 1, pidStart: 0,
          startedAt: Self.boot))
    }
  }

  deinit {
    try? FileManager.default.removeItem(at: directory)
  }

  /// All that is done in `body` becomes one transaction.
  func batch<Result>(_ body: () throws -> Result) throws -> Result {
    try writer.batch { _ in
      let result = try body()
      try model.takeTouched { try writer.write($0) }
      try steps.takeTouched { try writer.write($0) }
      return result
    }
  }

  /// Says what is known of a hook while all of this is recorded.
  func find(_ hook: String, _ state: String, _ reason: String? = nil) throws {
    try writer.write([
      HookRow(name: hook, state: state, reason: reason, checkedAt: Self.boot, latency: nil)
    ])
  }

  // MARK: Runs

  /// Begins a run whose root executes the command.
  func begin(
    _ command: String, name: String? = nil, pipeline: String? = nil, at seconds: Double = 0
  ) throws -> FictionalRun {
    let arguments = command.split(separator: " ").map { Array($0.utf8) }
    let block: [UInt8] = arguments.flatMap { $0 + [0] as [UInt8] }
    let id = try block.withUnsafeBytes {
      try writer.beginRun(
        name: name, pipeline: pipeline, command: $0, time: Self.nanoseconds(seconds))
    }
    let root = nextKey(seconds)
    model.begin(runID: id, root: root)
    let run = FictionalRun(id: id, root: root)
    try execute(run.root, arguments.map { RawText($0) }, in: run, at: seconds)
    return run
  }

  /// Ends a run and forgets it.
  func end(
    _ run: FictionalRun, at seconds: Double, status: UInt32? = 0, complete: Bool = true,
    interrupted: Bool = false
  ) throws {
    let state = model.runs.first { $0.id == run.id }
    try writer.endRun(
      RunEnd(
        runID: run.id, time: Self.nanoseconds(seconds), status: status,
        processes: state?.processes ?? 0, executions: state?.executions ?? 0,
        isComplete: complete, isInterrupted: interrupted, tracingCPU: 34_000_000,
        tracingPeakRSS: 37 << 20, tracingKernelTime: 12_000_000))
    _ = model.takeEndedRuns()
  }

  /// Records lost; `run` 0 for no particular one.
  func lose(_ count: UInt64, _ kind: String, run: Int64, at seconds: Double = 1) throws {
    try writer.writeLoss(
      runID: run, time: Self.nanoseconds(seconds), kind: kind, count: count)
  }

  // MARK: Processes

  /// A process is forked.
  func fork(_ parent: ProcessKey, in run: FictionalRun, at seconds: Double = 0) throws -> ProcessKey
  {
    let key = nextKey(seconds)
    var record = sonde_fork()
    record.header = header(key, run, .SONDE_KIND_FORK, seconds)
    record.parent_pid = parent.pid
    record.parent_start = parent.start
    record.ppid = parent.pid
    let comm = names[parent] ?? []
    names[key] = comm
    Self.copy(comm, to: &record.comm)
    model.fork(&record)
    return key
  }

  /// A process executes a program. With a script the first argument is the script's path.
  func execute(
    _ key: ProcessKey, _ arguments: [RawText], script interpreter: String? = nil,
    in run: FictionalRun, at seconds: Double = 0
  ) throws {
    let requested = arguments[0].bytes
    var record = sonde_exec()
    record.header = header(key, run, .SONDE_KIND_EXEC, seconds)
    if interpreter != nil {
      record.header.flags = UInt16(sonde_exec_flags.SONDE_EXEC_SCRIPT.rawValue)
    }
    let comm = Array(RawText(requested).baseName.bytes.prefix(15))
    names[key] = comm
    Self.copy(comm, to: &record.comm)
    let block: [UInt8] = arguments.flatMap { $0.bytes + [0] as [UInt8] }
    let executable = Self.components(interpreter.map { Array($0.utf8) } ?? requested)
    let cwd = Self.components(Array("/data".utf8))
    record.arguments_total = UInt32(block.count)
    record.arguments_size = UInt32(block.count)
    record.executable_size = UInt32(executable.count)
    record.requested_size = UInt32(requested.count + 1)
    record.cwd_size = UInt32(cwd.count)
    let tail: [UInt8] = block + executable + requested + [0] + cwd
    try Self.withRecord(&record, \.header.size, tail: tail) { event in
      guard case .exec(let event) = event else { return }
      let tool = try writer.toolID(named: ProcessModel.baseName(event.requested))
      guard let place = model.exec(event, toolID: tool) else { return }
      try writer.write(
        place, event, arguments: event.arguments, environment: event.environment)
      enter(key, place, arguments, at: event.fixed.pointee.header.time)
    }
  }

  private func enter(
    _ key: ProcessKey, _ place: ExecutionPlace, _ arguments: [RawText], at time: UInt64
  ) {
    let program = ExecutedProgram(
      arguments: arguments.map { String(decoding: $0.bytes, as: UTF8.self) }, directory: "/data",
      environment: [:])
    let change = steps.exec(
      program,
      at: StepPlace(
        processID: place.processID, runID: place.runID, time: time, isFirst: place.sequence == 1,
        stepID: place.stepID, role: place.stepRole))
    if let change { model.enter(step: change.stepID, role: change.role, process: key) }
  }

  /// A process tries to execute a file, and cannot.
  func failToExecute(
    _ key: ProcessKey, _ path: String, error: Int32, in run: FictionalRun
  ) throws {
    var record = sonde_exec_failed()
    record.header = header(key, run, .SONDE_KIND_EXEC_FAILED, 0)
    record.error = error
    let requested = Array(path.utf8) + [0]
    record.arguments_size = UInt32(requested.count)
    record.requested_size = UInt32(requested.count)
    try Self.withRecord(&record, \.header.size, tail: requested + requested) { event in
      guard case .execFailed(let event) = event, let place = model.execFailed(event) else { return }
      try writer.write(place, event, arguments: event.arguments)
    }
  }

  /// The out-of-memory killer chooses a process.
  func choose(_ key: ProcessKey, in run: FictionalRun) {
    var record = sonde_oom()
    record.header = header(key, run, .SONDE_KIND_OOM, 0)
    model.outOfMemory(&record)
  }

  /// A process ends; `fill` adds what it used and who killed it.
  func exit(
    _ key: ProcessKey, in run: FictionalRun, at seconds: Double, status: UInt32 = 0,
    _ fill: (inout sonde_exit) -> Void = { _ in }
  ) throws {
    var record = sonde_exit()
    record.header = header(key, run, .SONDE_KIND_EXIT, seconds)
    record.status = status
    record.totals.runtime = 2_000_000
    record.totals.user_time = 4_000_000
    record.totals.system_time = 4_000_000
    record.peak_rss = 1 << 20
    record.peak_rss_source = sonde_source.SONDE_SOURCE_EXACT.rawValue
    record.max_threads = 1
    fill(&record)
    guard let row = model.exit(&record) else { return }
    try writer.write(row)
    let use = StepUse(
      cpu: record.totals.runtime, peakRSS: record.peak_rss, readBytes: record.totals.read_bytes,
      writeBytes: record.totals.write_bytes, hasTotals: true)
    steps.end(process: row.id, ofStep: row.stepID, use)
  }

  // MARK: Records

  private var names: [ProcessKey: [UInt8]] = [:]

  private func nextKey(_ seconds: Double) -> ProcessKey {
    lastPID += 1
    return ProcessKey(pid: lastPID, start: Self.nanoseconds(seconds))
  }

  private func header(
    _ key: ProcessKey, _ run: FictionalRun, _ kind: sonde_kind, _ seconds: Double
  ) -> sonde_header {
    var header = sonde_header()
    header.kind = UInt16(kind.rawValue)
    header.time = Self.nanoseconds(seconds)
    (header.pid, header.start) = (key.pid, key.start)
    (header.root_pid, header.root_start) = (run.root.pid, run.root.start)
    return header
  }

  /// Calls `body` with the event that is decoded from a record and its tail.
  private static func withRecord<Record>(
    _ record: inout Record, _ size: WritableKeyPath<Record, UInt32>, tail: [UInt8],
    _ body: (Event) throws -> Void
  ) throws {
    let fixed = MemoryLayout<Record>.size
    record[keyPath: size] = UInt32(fixed + tail.count)
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: fixed + tail.count, alignment: 8)
    defer { memory.deallocate() }
    withUnsafeBytes(of: record) { memory.copyMemory(from: $0) }
    memory[fixed...].copyBytes(from: tail)
    try body(try Event(decoding: UnsafeRawBufferPointer(memory)))
  }

  /// A path as the kernel side walks it: from the leaf to the root.
  private static func components(_ path: [UInt8]) -> [UInt8] {
    path.split(separator: UInt8(ascii: "/")).reversed()
      .flatMap { Array($0) + [0] as [UInt8] }
  }

  static func copy(_ text: [UInt8], to comm: inout Comm) {
    withUnsafeMutableBytes(of: &comm) { $0.copyBytes(from: text.prefix(15)) }
  }

  private static func nanoseconds(_ seconds: Double) -> UInt64 {
    UInt64((seconds * 1e6).rounded()) * 1000 + 1_000_000_000
  }
}

/// A run and its root process.
struct FictionalRun {
  let id: Int64
  let root: ProcessKey
}

extension sonde_exit {
  /// A signal's sender.
  mutating func sent(by pid: UInt32, _ name: String) {
    has_sender = 1
    killer_pid = pid
    FictionalStore.copy(Array(name.utf8), to: &killer_comm)
  }

  /// Where time went, in seconds.
  mutating func spend(_ times: [sonde_time: Double]) {
    withUnsafeMutableBytes(of: &self.times) { bytes in
      let parts = bytes.bindMemory(to: UInt64.self)
      for (part, seconds) in times { parts[Int(part.rawValue)] = UInt64(seconds * 1e9) }
    }
  }

  /// CPU time in seconds, half of it in the kernel.
  mutating func use(cpu seconds: Double) {
    totals.runtime = UInt64(seconds * 1e9)
  }
}
