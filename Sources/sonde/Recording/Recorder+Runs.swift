import CSondeWire
import Containers
import Events
import OTLP
import Probes
import ProcessTelemetry
import Processes
import Procfs
import Settings
import Store

/// What is needed to say, at the end of a run, what it lost and what tracing it took.
struct RunBooks {
  /// ns since boot.
  let start: UInt64
  /// The cost and the skipped program runs when the run began.
  let cost: TracingCost
  let kernelTime: UInt64?
  let skipped: UInt64
  /// What has been written of its losses, by kind.
  var written: [String: UInt64] = [:]
}

extension Recorder {
  /// A program that the filters name was executed: a run of its pipeline begins.
  func beginRun(_ event: ExecEvent) throws {
    let header = event.fixed.pointee.header
    let root = ProcessKey(pid: header.root_pid, start: header.root_start)
    guard !model.isKnown(root: root) else { return }
    let name = event.programName
    let match = withUnsafeBytes(of: event.fixed.pointee.comm) {
      self.pipeline(of: name, comm: RecordWriter.string($0))
    }
    guard let match else { return model.ignore(root: root) }
    let context = context(parent: TraceContext(environment: event.environment))
    let id = try withRedacted(arguments: event.arguments) {
      try writer.beginRun(
        name: nil, pipeline: match.name, command: $0, time: header.time, trace: context.names)
    }
    let title = match.name ?? String(decoding: name, as: UTF8.self)
    open(id, root: root, title: title, start: header.time, context)
  }

  /// A root was already running.
  func beginRun(_ seed: sonde_seed, details: ProcessDetails?) throws {
    let root = ProcessKey(pid: seed.header.root_pid, start: seed.header.root_start)
    guard !model.isKnown(root: root) else { return }
    if let run = expectedRun {
      expectedRun = nil
      let context = run.context ?? context(parent: nil)
      let id = try run.command.withUnsafeBytes {
        try withRedacted(arguments: $0) {
          try writer.beginRun(
            name: run.name, pipeline: run.pipeline, command: $0, time: seed.header.start,
            trace: context.names)
        }
      }
      return open(id, root: root, title: run.title, start: seed.header.start, context)
    }
    let match = withUnsafeBytes(of: seed.comm) {
      self.pipeline(of: RecordWriter.string($0), comm: RecordWriter.string($0))
    }
    guard let match else { return model.ignore(root: root) }
    let parent = traceEnvironment(of: details).withUnsafeBytes { TraceContext(environment: $0) }
    let context = context(parent: parent)
    let id = try (details?.arguments ?? []).withUnsafeBytes {
      try withRedacted(arguments: $0) {
        try writer.beginRun(
          name: nil, pipeline: match.name, command: $0, time: seed.header.start,
          trace: context.names)
      }
    }
    let title =
      match.name
      ?? withUnsafeBytes(of: seed.comm) {
        String(decoding: RecordWriter.string($0), as: UTF8.self)
      }
    open(id, root: root, title: title, start: seed.header.start, context)
  }

  /// The environment of a process that ran before; empty when it may not be read.
  func traceEnvironment(of details: ProcessDetails?) -> [UInt8] {
    options.readsTraceContext ? details?.environment ?? [] : []
  }

  /// A span for a run that is about to begin.
  func context(parent: TraceContext?) -> RunContext {
    telemetry?.context(parent: parent) ?? RunContext(parent: parent) { _, _ in true }
  }

  /// Opens the books of a run, and makes it known to the model and to who exports it.
  private func open(
    _ id: Int64, root: ProcessKey, title: String, start: UInt64, _ context: RunContext
  ) {
    books[id] = RunBooks(
      start: start, cost: .now(), kernelTime: probes.kernelTime(at: Clocks.boot()),
      skipped: probes.skippedRuns)
    model.begin(runID: id, root: root)
    telemetry?.begin(
      RunOpening(
        id: id, root: (root.pid, root.start), pipeline: title, start: start,
        context: context.span, parent: context.parent, isSampled: context.isSampled))
  }

  /// The first declared pipeline that lists this program. `nil` when none does: the kernel compares
  /// names by their first 15 bytes only. A pipeline without a name stands for "any program".
  private func pipeline(
    of name: UnsafeRawBufferPointer, comm: UnsafeRawBufferPointer
  ) -> (name: String?, isAny: Bool)? {
    guard let pipelines = options.pipelines else { return (nil, true) }
    let matches = { (executable: String) in
      name.elementsEqual(executable.utf8)
        || (executable.utf8.count < SONDE_COMM_SIZE && comm.elementsEqual(executable.utf8))
    }
    let found = pipelines.first { $0.executables.contains(where: matches) }
    return found.map { ($0.name, false) }
  }

  // MARK: Ends

  func endRuns(_ runs: [RunState], isInterrupted: Bool) throws {
    for run in runs {
      let lost = try writeLosses(of: run, isFinal: true)
      let cost = TracingCost.now()
      let before = books[run.id]?.cost
      let kernelTime = probes.kernelTime(at: Clocks.boot()).map {
        let before = books[run.id]?.kernelTime ?? 0
        return $0 > before ? $0 - before : 0
      }
      let end = RunEnd(
        runID: run.id, time: isInterrupted || run.lastEnd == 0 ? Clocks.boot() : run.lastEnd,
        status: run.rootStatus, processes: run.processes, executions: run.executions,
        isComplete: lost == 0 && !isInterrupted, isInterrupted: isInterrupted,
        tracingCPU: cost.cpu - (before?.cpu ?? 0), tracingPeakRSS: cost.peakRSS,
        tracingKernelTime: kernelTime)
      try endSteps(ofRun: run.id)
      try endContainers(ofRun: run.id)
      try writer.endRun(end)
      try writer.writeFailures(ofRun: run.id, excusing: options.excuses)
      telemetry?.end(RunClosing(end), start: books[run.id]?.start ?? end.time)
      tally.end(run, isComplete: end.isComplete)
      probes.forget(rootStart: run.root.start)
      books[run.id] = nil
      noteEnded(run.id)
    }
  }

  // MARK: Losses

  /// Writes what was lost of a run since the last time. Returns how much was lost in all.
  ///
  /// At the end of a run what was received is compared with what the kernel side says it sent: a
  /// record that vanished in between is a loss too.
  @discardableResult
  func writeLosses(of run: RunState, isFinal: Bool) throws -> UInt64 {
    guard let counters = probes.counters(rootStart: run.root.start) else { return 0 }
    var losses = Losses(counters)
    if isFinal {
      losses.compare(counters, with: run.received)
      losses.add("file_model_full", run.forgottenFiles)
      losses.add("container_model_full", containers.leftOut(ofRun: run.id))
      losses.add("skipped", probes.skippedRuns &- (books[run.id]?.skipped ?? 0))
    }
    for (kind, count) in losses.byKind {
      let before = books[run.id]?.written[kind] ?? 0
      guard count > before else { continue }
      try writer.writeLoss(runID: run.id, time: Clocks.boot(), kind: kind, count: count - before)
      books[run.id]?.written[kind] = count
      tally.lost[kind, default: 0] += count - before
    }
    return losses.byKind.reduce(0) { $0 + $1.count }
  }
}

/// The losses of a run, by kind.
struct Losses {
  private(set) var byKind: [(kind: String, count: UInt64)] = []

  /// What the kernel side itself counted.
  init(_ counters: sonde_counters) {
    let lost = counters.lost
    add("fork", lost.1)
    add("exec", lost.2)
    add("exec_failed", lost.3)
    add("exit", lost.4)
    add("oom", lost.5)
    add("cgroup", lost.6)
    add("namespaces", lost.12)
    add("file", lost.9)
    add("file_change", lost.10)
    add("failed_calls", lost.11)
    add("process_map_full", counters.trouble.0)
    add("signal_sender", counters.trouble.1)
    add("file_map_full", counters.trouble.2)
    add("failed_call_map_full", counters.trouble.3)
  }

  /// Adds what was sent and never received.
  mutating func compare(_ counters: sonde_counters, with received: RunState.Received) {
    let sent = counters.sent
    add("fork_unaccounted", missing(sent.1, received.forks))
    add("exec_unaccounted", missing(sent.2, received.execs))
    add("exec_failed_unaccounted", missing(sent.3, received.failedExecs))
    add("exit_unaccounted", missing(sent.4, received.exits))
    add("file_unaccounted", missing(sent.9, received.files))
    add("file_change_unaccounted", missing(sent.10, received.fileChanges))
    add("failed_calls_unaccounted", missing(sent.11, received.failedCalls))
  }

  mutating func add(_ kind: String, _ count: UInt64) {
    if count > 0 { byKind.append((kind, count)) }
  }

  private func missing(_ sent: UInt64, _ received: UInt64) -> UInt64 {
    sent > received ? sent - received : 0
  }
}

extension RunClosing {
  fileprivate init(_ end: RunEnd) {
    self.init(
      id: end.runID, end: end.time, status: end.status, processes: end.processes,
      executions: end.executions, isComplete: end.isComplete, isInterrupted: end.isInterrupted)
  }
}
