import Coverage
import Foundation
import Glibc
import Logging
import Procfs
import Store
import Synchronization
import Telemetry
import Tracing

/// The coverage beside a run: its loop on a thread of its own, from before the command's first
/// instruction until all is over.
final class CoverageSession: RunCompanion, @unchecked Sendable {
  // `coverage` is used by one thread at a time: who began the session, then the loop's, then again
  // who ends it.
  private let coverage: CodeCoverage
  private let writer: CoverageWriter
  private let options: CoverageOptions
  private let progress: CoverageProgress?
  private let context: RunContext?
  private let started: UInt64
  private let shared = Mutex(Shared())
  private let isOver = DispatchSemaphore(value: 0)
  private var root: (any Span)?
  private(set) var attachTime: UInt64?

  /// How the loop came to its end.
  enum Ending: String {
    case covered, ended, timeout, interrupted, failed
  }

  private struct Shared {
    var isStopped = false
    var isRunning = false
    var ending: Ending?
  }

  /// - Parameters:
  ///   - coverage: with its targets.
  ///   - context: the span that its spans belong to; `nil` to begin a trace.
  ///   - started: when the user began, ns since boot.
  init(
    coverage: CodeCoverage, writer: CoverageWriter, options: CoverageOptions,
    context: RunContext?, started: UInt64
  ) {
    self.coverage = coverage
    self.writer = writer
    self.options = options
    self.context = context
    self.started = started
    progress = options.noProgress ? nil : CoverageProgress()
  }

  /// The coverage's number in the database.
  var id: Int64 { writer.coverageID }

  // MARK: RunCompanion

  func begin(pid: UInt32) throws {
    try coverage.watch(pid: pid, only: !options.children && Self.canProbeOneProcess)
    let span = startSpan("UnifiedPipeline.run", context: parentContext)
    root = span
    inTrace { _ = coverage.begin() }
    attachTime = Clocks.boot() - started
  }

  /// Before 6.10 the kernel took a thread for a process there (46ba0e49b642).
  private static let canProbeOneProcess = KernelRelease.running >= KernelRelease(6, 10)

  func hasBegun() {
    shared.withLock { $0.isRunning = true }
    let thread = Thread { [self] in
      inTrace {
        loop()
        // The command may go on for long: no probe stays in it, and nobody would let it go on who
        // is stopped for new code.
        coverage.end(waitsForRemoval: false)
      }
      isOver.signal()
    }
    thread.name = "sonde-coverage"
    thread.start()
  }

  func end() {
    stop(.ended)
    if shared.withLock({ $0.isRunning }) {
      isOver.wait()
    } else {
      inTrace { coverage.end() }
    }
    progress?.clear()
    let summary = coverage.pipeline.bot.summary
    root?.attributes["ebpf_bot.coverage.expected"] = summary.inScope
    root?.attributes["ebpf_bot.coverage.hit"] = summary[.hit]
    root?.end()
  }

  /// Returns when no probe is left in the code of any process; after the end.
  func waitForRemoval() {
    coverage.waitForRemoval()
  }

  /// Ends the loop, if it has not ended by itself.
  func stop(_ ending: Ending) {
    shared.withLock { shared in
      shared.isStopped = true
      if shared.ending == nil { shared.ending = ending }
    }
    coverage.interrupt()
  }

  /// Waits until the loop has ended: for what is watched without being launched.
  func wait() {
    isOver.wait()
    isOver.signal()
  }

  private func loop() {
    let deadline = options.for.map { Clocks.boot() + UInt64($0 * 1e9) }
    while !shared.withLock({ $0.isStopped }) {
      guard let turn = coverage.turn() else { return stop(.covered) }
      progress?.show(turn.summary, coverage)
      if let deadline, Clocks.boot() >= deadline { return stop(.timeout) }
    }
  }

  /// The run's span; none when there is no run.
  private var parentContext: InstrumentationContext {
    var parent = InstrumentationContext.current ?? .topLevel
    if let context { parent.traceContext = context.span }
    return parent
  }

  private func inTrace(_ body: () -> Void) {
    InstrumentationContext.$current.withValue(root?.context ?? parentContext, operation: body)
  }

  // MARK: What it came to

  /// Writes what the coverage came to, and what is only known now: lines, gaps.
  ///
  /// - Throws: `StoreError`.
  func conclude(runID: Int64?, _ manifest: CoverageManifest) throws {
    let pipeline = coverage.pipeline
    coverage.writeLines()
    if runID != nil {
      try writer.check(manifest.expected, groups: manifest.pipelines, runID: runID)
    }
    try writer.finish(
      CoverageEnding(
        state: (shared.withLock { $0.ending } ?? .ended).rawValue,
        endedAt: Clocks.realtime(), runID: runID, probeHits: pipeline.probeHits,
        hitCost: coverage.hitCost.map { Int64($0) },
        foreignHits: pipeline.foreignHits, signals: pipeline.receiver.received,
        signalsLost: pipeline.receiver.lost + coverage.processesLost,
        attachTime: attachTime.map { Int64(clamping: $0) }, agentCPU: Clocks.processCPU()))
  }

  /// Puts the coverage's number into this process's environment, where `sonde coverage mark` of a
  /// command that is started finds it.
  static func export(id: Int64, database: String) {
    setenv("SONDE_COVERAGE", "\(id)", 1)
    setenv("SONDE_COVERAGE_DB", URL(fileURLWithPath: database).path, 1)
  }

  /// What is looked at, object by object, and what makes up the denominator.
  var scopeLines: [String] {
    coverage.objects.map { object in
      let bot = coverage.pipeline.bot
      var reasons: [String: Int] = [:]
      for probe in object.probes where bot.probes[probe].state == .ineligible {
        reasons[bot.probes[probe].reason ?? "", default: 0] += 1
      }
      let functions = object.probes.count
      let left = functions - reasons.values.reduce(0, +)
      let without = reasons.sorted { $0.key < $1.key }.map { ", \($0.value) \($0.key)" }.joined()
      return "\(TerminalText.escaped(object.target.path)): "
        + "\(Quantity.count(Int64(functions), "function", "functions")) found\(without), "
        + "\(Quantity.count(Int64(left))) in scope"
    }
  }

  /// What the user should know and the report does not tell.
  var notes: [String] {
    var notes = coverage.missed
    let more = coverage.missedCount - coverage.missed.count
    if more > 0 { notes.append("\(more) more files were not looked at") }
    if coverage.unwatchedChildren > 0 {
      notes.append(
        "\(Quantity.count(Int64(coverage.unwatchedChildren), "child process", "child processes")) "
          + "ran unseen; --children looks at them too")
    }
    if coverage.heldTime > 0 {
      notes.append(
        "processes were stopped for \(Quantity.duration(Int64(coverage.heldTime))) in all, until new "
          + "code had its probes")
    }
    return notes
  }
}
