internal import Store

extension PerfettoTrace {
  /// Describes a process's track and begins the slice of its life.
  mutating func write(_ process: TracedProcess, _ columns: NamedColumns) throws {
    let arguments = columns.text("command")?.arguments ?? []
    try describe(process.track, at: process.start) { track in
      track.append(TraceProto.Track.process) { descriptor in
        descriptor.append(TraceProto.Process.pid, integer: columns.integer("pid") ?? 0)
        for argument in arguments {
          descriptor.append(TraceProto.Process.cmdline, text: argument)
        }
        descriptor.append(TraceProto.Process.name, text: process.tool)
        descriptor.append(TraceProto.Process.start, integer: process.start * 1000)
      }
    }
    let parent = columns.integer("parent_id")
    if let parent {
      // Where the arrow to this process begins.
      try event(at: process.start, track: TrackID.process(parent), TraceProto.Event.instant) {
        $0.append(TraceProto.Event.name, string: "fork")
        $0.append(TraceProto.Event.flowIDs, fixed64: UInt64(bitPattern: process.id))
      }
    }
    try event(at: process.start, track: process.track, TraceProto.Event.begin) { event in
      event.append(TraceProto.Event.name, text: process.tool)
      if parent != nil {
        event.append(
          TraceProto.Event.terminatingFlowIDs, fixed64: UInt64(bitPattern: process.id))
      }
      Self.annotate(&event, columns)
    }
  }

  private static func annotate(_ event: inout ProtobufMessage, _ columns: NamedColumns) {
    for annotation in Annotation.integers {
      event.annotate(annotation, integer: columns.integer("\(annotation.name)"))
    }
    for annotation in Annotation.reals {
      event.annotate(annotation, real: columns.real("\(annotation.name)"))
    }
    for annotation in Annotation.texts {
      event.annotate(annotation, text: columns.text("\(annotation.name)"))
    }
    if columns.integer("oom_killed") == 1 {
      event.annotate(.oomKilled) { $0.append(TraceProto.Annotations.bool, integer: 1) }
    }
  }

  /// Without an end of its own a slice goes on to the end of the trace, marked as unfinished.
  mutating func end(_ process: TracedProcess) throws {
    guard let end = process.end else { return }
    try event(at: max(end, process.start), track: process.track, TraceProto.Event.end)
  }

  /// A slice for each program, from its start to the next one's or the process's end; a mark for
  /// each that could not be executed.
  mutating func writeExecutions(of process: TracedProcess, _ rows: RowCursor) throws {
    rows.restart(process.id)
    let columns = NamedColumns(rows)
    var isRunning = false
    while try rows.step() {
      guard let time = columns.integer("executed_at") else { continue }
      let error = columns.text("error")
      if error == nil, isRunning {
        try event(at: time, track: process.track, TraceProto.Event.end)
      }
      let file = columns.text("script") ?? columns.text("executable") ?? RawText([])
      let type = error == nil ? TraceProto.Event.begin : TraceProto.Event.instant
      try event(at: time, track: process.track, type) { event in
        let prefix: RawText = error == nil ? "" : "failed: "
        event.append(TraceProto.Event.name, text: RawText(prefix.bytes + file.baseName.bytes))
        event.annotate(.executable, text: columns.text("executable"))
        event.annotate(.script, text: columns.text("script"))
        event.annotate(.cwd, text: columns.text("cwd"))
        event.annotate(.error, text: error)
        event.annotate(.argv, texts: columns.text("argv")?.arguments ?? [])
      }
      if error == nil { isRunning = true }
    }
    if isRunning, let end = process.end {
      try event(at: max(end, process.start), track: process.track, TraceProto.Event.end)
    }
  }

  // MARK: Counters

  mutating func writeSamples(of process: TracedProcess, _ rows: RowCursor) throws {
    rows.restart(process.id)
    let (cpu, rss) = (TrackID.process(process.id, .cpu), TrackID.process(process.id, .rss))
    var isDescribed = false
    while try rows.step() {
      guard let time = rows.integer(0) else { continue }
      if !isDescribed {
        try describeCounter(cpu, parent: process.track, name: "CPU", unitName: "%")
        try describeCounter(rss, parent: process.track, name: "RSS", unitName: nil)
        isDescribed = true
      }
      try count(at: time, track: cpu, real: rows.real(1))
      try count(at: time, track: rss, integer: rows.integer(2))
    }
  }

  mutating func writeHost(_ run: ExportedRun, from snapshot: StoreSnapshot) throws {
    let samples = try snapshot.relation(named: "host_samples").select
    let rows = try snapshot.cursor(
      """
      SELECT at, cpu_percent, memory_used_bytes, load_1 FROM (\(samples))
      WHERE session_id = ?1 AND at BETWEEN ?2 AND ?3
      """)
    rows.restart(run.sessionID, run.started, run.ended ?? Int64.max)
    var isDescribed = false
    while try rows.step() {
      guard let time = rows.integer(0) else { continue }
      if !isDescribed { try describeHost(run) }
      isDescribed = true
      try count(at: time, track: TrackID.host(.cpu), real: rows.real(1))
      try count(at: time, track: TrackID.host(.memory), integer: rows.integer(2))
      try count(at: time, track: TrackID.host(.load), real: rows.real(3))
    }
  }

  private mutating func describeHost(_ run: ExportedRun) throws {
    let host = TrackID.host(.host)
    try describe(host) { track in
      track.append(TraceProto.Track.name, text: RawText("host \(run.host)"))
    }
    try describeCounter(TrackID.host(.cpu), parent: host, name: "host CPU", unitName: "%")
    try describeCounter(TrackID.host(.memory), parent: host, name: "host memory", unitName: nil)
    try describeCounter(TrackID.host(.load), parent: host, name: "load", unitName: "tasks")
  }

  /// Without a unit's name it is bytes.
  private mutating func describeCounter(
    _ track: Int64, parent: Int64, name: StaticString, unitName: StaticString?
  ) throws {
    try describe(track, parent: parent) { descriptor in
      descriptor.append(TraceProto.Track.name, string: name)
      descriptor.append(TraceProto.Track.counter) { counter in
        if let unitName {
          counter.append(TraceProto.Counter.unitName, string: unitName)
        } else {
          counter.append(TraceProto.Counter.unit, integer: TraceProto.Counter.bytes)
        }
      }
    }
  }

  private mutating func count(at time: Int64, track: Int64, integer: Int64?) throws {
    guard let integer else { return }
    try event(at: time, track: track, TraceProto.Event.counter) {
      $0.append(TraceProto.Event.counterValue, integer: integer)
    }
  }

  private mutating func count(at time: Int64, track: Int64, real: Double?) throws {
    guard let real else { return }
    try event(at: time, track: track, TraceProto.Event.counter) {
      $0.append(TraceProto.Event.doubleCounterValue, double: real)
    }
  }
}
