import Store

extension RunReportJSON {
  func step(_ step: StepName) -> JSONValue {
    .object([
      ("step_id", .integer(step.id)), ("engine", .string(step.engine)),
      ("label", .text(step.label)), ("first", .bool(step.isFirst)),
    ])
  }

  func step(_ step: StepBrief) -> JSONValue {
    var (exitCode, signal): (Int32?, Int32?)
    switch step.outcome {
    case .exited(let code): exitCode = code
    case .killed(let number, _): signal = number
    case .unknown: break
    }
    return .object([
      ("step_id", .integer(step.id)), ("parent_step_id", JSONValue(step.parentID)),
      ("engine", .string(step.engine)), ("name", .text(step.name)), ("label", .text(step.label)),
      ("details", .text(step.details)), ("process_id", .integer(step.processID)),
      ("pid", .integer(step.pid)), ("started_at", JSONValue(time: step.started)),
      ("ended_at", JSONValue(time: step.ended)), ("duration_s", JSONValue(seconds: step.duration)),
      ("exit_code", JSONValue(exitCode.map { Int64($0) })),
      ("signal_name", JSONValue(signal.map { report.signals[$0] })),
      ("processes", .integer(step.processes)), ("cpu_s", JSONValue(seconds: step.cpuTime)),
      ("peak_rss_bytes", JSONValue(step.peakRSS)), ("read_bytes", JSONValue(step.readBytes)),
      ("write_bytes", JSONValue(step.writeBytes)),
    ])
  }
}
