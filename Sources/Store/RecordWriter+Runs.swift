internal import GRDB
internal import Processes

/// The end of a run, and what tracing it took.
public struct RunEnd: Sendable {
  /// The run that ends.
  public var runID: Int64
  /// ns since boot.
  public var time: UInt64
  /// As wait(2) gives it; `nil` when the root's end was not seen.
  public var status: UInt32?
  /// How many processes it had.
  public var processes: Int64
  /// How many successful executions.
  public var executions: Int64
  /// Every record that the kernel side made was received, and nothing was lost.
  public var isComplete: Bool
  /// Ended by the tracer before its last process did.
  public var isInterrupted: Bool
  /// CPU time of sonde while the run lasted, ns.
  public var tracingCPU: Int64
  /// Bytes.
  public var tracingPeakRSS: Int64
  /// How long the kernel programs ran meanwhile, for all runs, ns.
  public var tracingKernelTime: UInt64?

  /// Puts the end of a run together.
  public init(
    runID: Int64, time: UInt64, status: UInt32?, processes: Int64, executions: Int64,
    isComplete: Bool, isInterrupted: Bool, tracingCPU: Int64, tracingPeakRSS: Int64,
    tracingKernelTime: UInt64? = nil
  ) {
    self.runID = runID
    self.time = time
    self.status = status
    self.processes = processes
    self.executions = executions
    self.isComplete = isComplete
    self.isInterrupted = isInterrupted
    self.tracingCPU = tracingCPU
    self.tracingPeakRSS = tracingPeakRSS
    self.tracingKernelTime = tracingKernelTime
  }
}

/// The names of a run's span, lowercase hexadecimal as in W3C Trace Context.
public struct RunTraceNames: Sendable, Equatable {
  /// 32 digits.
  public var traceID: String
  /// 16 digits.
  public var spanID: String
  /// The span of another system that the run is part of.
  public var parentSpanID: String?

  /// Names a span.
  public init(traceID: String, spanID: String, parentSpanID: String?) {
    self.traceID = traceID
    self.spanID = spanID
    self.parentSpanID = parentSpanID
  }
}

extension RecordWriter {
  /// Writes the beginning of a run and returns its id. `command` is NUL-terminated strings; `time`
  /// is ns since boot.
  public func beginRun(
    name: String?, pipeline: String?, command: UnsafeRawBufferPointer, time: UInt64,
    trace: RunTraceNames? = nil
  ) throws -> Int64 {
    var encoder = TextEncoder(capacity: command.count * 6 + 64)
    encoder.appendArray(ofStrings: command)
    let text = String(decoding: encoder.bytes, as: UTF8.self)
    return try inDatabase { database in
      try database.execute(
        sql: """
          INSERT INTO run (session_id, name, pipeline, command, started_ns, trace_id, span_id,
            parent_span_id)
          VALUES (?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          sessionID, name, pipeline, text, utc(time), trace?.traceID, trace?.spanID,
          trace?.parentSpanID,
        ])
      return database.lastInsertedRowID
    }
  }

  /// A run turned out to be part of another trace.
  public func write(_ trace: RunTraceNames, ofRun id: Int64) throws {
    try inDatabase { database in
      try database.execute(
        sql: "UPDATE run SET trace_id = ?, span_id = ?, parent_span_id = ? WHERE id = ?",
        arguments: [trace.traceID, trace.spanID, trace.parentSpanID, id])
    }
  }

  /// Writes the end of a run.
  public func endRun(_ end: RunEnd) throws {
    try inDatabase { database in
      try database.execute(
        sql: """
          UPDATE run SET ended_ns = ?, status = ?, processes = ?, executions = ?, complete = ?,
            interrupted = ?, tracing_cpu_ns = ?, tracing_peak_rss = ?, tracing_kernel_ns = ?
          WHERE id = ?
          """,
        arguments: [
          utc(end.time), end.status.map { Int64($0) }, end.processes, end.executions,
          end.isComplete, end.isInterrupted, end.tracingCPU, end.tracingPeakRSS,
          end.tracingKernelTime.map { Int64(clamping: $0) }, end.runID,
        ])
    }
  }

  /// Writes that `count` records of a kind were lost. `runID` 0: of no particular run.
  public func writeLoss(runID: Int64, time: UInt64, kind: String, count: UInt64) throws {
    try inDatabase { database in
      try database.execute(
        sql: "INSERT INTO loss VALUES (?, ?, ?, ?)",
        arguments: [runID, utc(time), kind, Int64(clamping: count)])
    }
  }

  /// Writes the name of a user; `nil` when the system knows none.
  public func writeUser(_ uid: UInt32, name: String?) throws {
    try inDatabase { database in
      try database.execute(
        sql: "INSERT OR REPLACE INTO user VALUES (?, ?)", arguments: [Int64(uid), name])
    }
  }
}
