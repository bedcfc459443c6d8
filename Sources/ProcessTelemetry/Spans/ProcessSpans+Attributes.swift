internal import CSondeWire
internal import OTLP
internal import Processes

extension ProcessSpans {
  /// A process as a span: a CLI span of the callee
  /// (https://opentelemetry.io/docs/specs/semconv/cli/cli-spans/), with what the kernel counted.
  ///
  /// - Parameter time: when it ended, or was last known to live, ns since boot.
  func span(
    of row: ProcessRow, until time: UInt64, _ notes: ProcessNotes, _ place: Place, _ run: RunTrace,
    user: String?
  ) -> SpanRecord {
    let trace = run.traces[max(0, min(Int(place.trace), run.traces.count - 1))]
    let start = utc(row.started)
    // Boot time and UTC may be compared anew while a process lives.
    let finish = max(utc(time), start)
    let name = notes.name.isEmpty ? ProcessOutcome.text(row.comm) : notes.name
    var span = SpanRecord(
      traceID: trace.traceID, spanID: spanID(ofProcess: row.id),
      parentSpanID: place.parent ?? run.opening.context.spanID, name: name, start: start,
      end: finish)
    span.isParentRemote = notes.remoteParent != nil
    span.flags = trace.flags
    span.traceState = trace.state
    span.attributes.reserveCapacity(32)
    identify(row, name, user, &span.attributes)
    describe(notes, &span.attributes)
    span.events = notes.events
    if let end = row.end {
      account(row, end, &span.attributes)
      tellOutcome(ProcessOutcome(row, end), end, &span)
    } else {
      span.attributes.append(Attribute("sonde.end_seen", .bool(false)))
    }
    if notes.folded.count > 0 {
      span.attributes.append(Attribute("sonde.folded.count", .int(notes.folded.count)))
      span.attributes.append(Attribute("sonde.folded.failed", .int(notes.folded.failed)))
    }
    span.droppedEvents = notes.droppedEvents
    if notes.remoteParent != nil { span.links = [.init(context: run.opening.context)] }
    limit(&span)
    return span
  }

  private func identify(
    _ row: ProcessRow, _ name: String, _ user: String?, _ attributes: inout [Attribute]
  ) {
    attributes.append(Attribute("process.executable.name", .string(name)))
    attributes.append(Attribute("process.pid", .int(Int64(row.pid))))
    attributes.append(Attribute("process.parent_pid", .int(Int64(row.ppid))))
    attributes.append(
      Attribute("process.creation.time", .string(UTCTime.text(utc(row.started)))))
    attributes.append(Attribute("process.real_user.id", .int(Int64(row.uid))))
    if let user {
      attributes.append(Attribute("process.real_user.name", .string(user)))
    }
    if row.isSeeded { attributes.append(Attribute("sonde.seeded", .bool(true))) }
  }

  private func describe(_ notes: ProcessNotes, _ attributes: inout [Attribute]) {
    // A forked worker has executed nothing: its image is its parent's.
    guard notes.executions > 0 else { return }
    // Of what was running before they may not be known.
    if !notes.path.isEmpty {
      attributes.append(Attribute("process.executable.path", .string(notes.path)))
    }
    if !notes.directory.isEmpty {
      attributes.append(Attribute("process.working_directory", .string(notes.directory)))
    }
    if !notes.isCut {
      attributes.append(Attribute("process.args_count", .int(Int64(notes.argumentCount))))
    }
    if let command = notes.arguments.first {
      attributes.append(Attribute("process.command", .string(command)))
      attributes.append(Attribute("process.command_args", .strings(notes.arguments)))
    }
  }

  private func account(
    _ row: ProcessRow, _ end: ProcessRow.End, _ attributes: inout [Attribute]
  ) {
    let totals = end.record.totals
    func add(_ key: String, _ value: UInt64) {
      attributes.append(Attribute(key, .int(Int64(clamping: value))))
    }
    if end.hasStatus { add("sonde.peak_rss", end.record.peak_rss) }
    guard end.hasTotals else { return }
    attributes.append(Attribute("sonde.cpu.user", .double(Double(end.cpu.user) / 1e9)))
    attributes.append(Attribute("sonde.cpu.system", .double(Double(end.cpu.system) / 1e9)))
    add("sonde.disk.read", totals.read_bytes)
    add("sonde.disk.write", totals.write_bytes)
    add("sonde.io.read", totals.rchar)
    add("sonde.io.write", totals.wchar)
    add("sonde.faults.major", totals.major_faults)
    add("sonde.threads.max", UInt64(end.record.max_threads))
  }

  private func tellOutcome(
    _ outcome: ProcessOutcome, _ end: ProcessRow.End, _ span: inout SpanRecord
  ) {
    if end.hasStatus {
      span.attributes.append(Attribute("process.exit.code", .int(Int64(outcome.exitCode))))
    }
    span.attributes.append(Attribute("process.exit.time", .string(UTCTime.text(span.end))))
    if outcome.isFailure {
      span.status = .error(outcome.description)
      span.attributes.append(Attribute("error.type", .string(outcome.errorType)))
    }
    if outcome.signal != 0 { tellSignal(outcome, end, &span) }
    if outcome.isOutOfMemory { span.attributes.append(Attribute("sonde.oom_killed", .bool(true))) }
  }

  private func tellSignal(
    _ outcome: ProcessOutcome, _ end: ProcessRow.End, _ span: inout SpanRecord
  ) {
    var said = [
      Attribute("sonde.signal", .string(SignalName.of(outcome.signal))),
      Attribute("sonde.core_dumped", .bool(end.record.status & 0x80 != 0)),
    ]
    if end.record.killer_pid != 0 {
      let name = ProcessOutcome.text(end.record.killer_comm)
      said.append(Attribute("sonde.signal.sender.pid", .int(Int64(end.record.killer_pid))))
      said.append(Attribute("sonde.signal.sender.name", .string(name)))
    }
    span.attributes += said
    span.events.append(.init(name: "sonde.signal", time: span.end, attributes: said))
  }

  private func limit(_ span: inout SpanRecord) {
    guard let limit = options.valueLengthLimit else { return }
    for index in span.attributes.indices {
      span.attributes[index].value = span.attributes[index].value.cut(to: limit)
    }
  }
}

extension AttributeValue {
  /// A value whose texts have at most so many characters.
  func cut(to limit: Int) -> AttributeValue {
    switch self {
    case .string(let text): .string(String(text.prefix(limit)))
    case .strings(let texts): .strings(texts.map { String($0.prefix(limit)) })
    default: self
    }
  }
}
