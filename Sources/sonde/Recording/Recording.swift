import CLaunch
import Foundation
import Logging
import Probes
import Procfs
import Redaction
import Settings
import Store

/// Everything that a recording needs, made in an order in which a failure leaves the least behind:
/// first what only reads, then the kernel's part, which ends with this process, the database last.
struct Recording {
  let recorder: Recorder
  let writer: RecordWriter
  let log: Logger

  /// - Parameter filters: what begins runs of itself; `nil` for one given process only.
  /// - Throws: ``StoreError``, ``ProbeError`` or ``RedactionError``.
  init(
    settings: Settings, filters: ProbeOptions.Filters?, observability: Observability
  ) throws {
    log = observability.log
    // The kernel's types are several megabytes, for each object whose programs are loaded.
    sonde_return_large_memory()
    let redactor = try Redactor(
      patterns: settings.redact.patterns, defaults: settings.redact.defaults)
    let probes = try LifecycleProbes(Self.probeOptions(settings, filters))
    writer = try RecordWriter(path: settings.database.path)
    try Self.closeDeadSessions(writer, log: log)
    writer.countsFileBytes = settings.capture.fileBytes
    try writer.beginSession(.ofThisProcess())
    try HookBook(probes: probes, writer: writer, log: log).note()
    recorder = Recorder(
      probes: probes, writer: writer, redactor: redactor, options: RecorderOptions(settings),
      log: log, telemetry: observability.recorderTelemetry(), status: observability.status)
  }

  /// Runs that a killed agent has left open are marked as interrupted.
  private static func closeDeadSessions(_ writer: RecordWriter, log: Logger) throws {
    let bootID = Clocks.bootID() ?? ""
    for session in try writer.unclosedSessions() {
      let isAlive =
        session.bootID == bootID
        && ProcessDetails.isAlive(
          pid: Int32(session.pid), startBoottimeNanoseconds: UInt64(session.pidStart))
      if isAlive { continue }
      let count = try writer.markInterrupted(session)
      if count > 0 {
        log.warning(
          "an earlier recording was cut off: \(count) run\(count == 1 ? "" : "s") marked interrupted"
        )
      }
    }
  }

  private static func probeOptions(
    _ settings: Settings, _ filters: ProbeOptions.Filters?
  ) -> ProbeOptions {
    var options = ProbeOptions()
    options.ringBytes = settings.capture.ringBytes ?? defaultRingBytes()
    options.wakeupBytes = options.ringBytes / 8
    options.argumentsLimit = settings.capture.argumentsLimit
    options.maxProcesses = settings.capture.maxProcesses
    options.environment = settings.capture.environment
    options.files = settings.capture.files
    options.fileBytes = settings.capture.fileBytes
    options.maxFiles = settings.capture.maxFiles
    options.times = settings.capture.times
    options.filters = filters
    return options
  }

  /// 2 MiB for each processor, rounded up to a power of two, 4 to 64 MiB: what a storm on all of
  /// them fills in about a second. Each byte is resident twice, as the ring is mapped twice.
  private static func defaultRingBytes() -> Int {
    let processors = max(1, ProcessInfo.processInfo.processorCount)
    var bytes = 4 << 20
    while bytes < 64 << 20, bytes / (2 << 20) < processors { bytes *= 2 }
    return bytes
  }
}
