internal import Store

/// A run as a trace of Perfetto (https://perfetto.dev/docs/reference/synthetic-track-event): a track
/// for each process, on it a slice for its life and within that one for each program that it ran,
/// an arrow from where it was forked, and counters of the samples.
struct PerfettoTrace: ~Copyable {
  private var output: ByteBuffer
  private var message = ProtobufMessage()

  init(output: consuming ByteBuffer) {
    self.output = output
  }

  mutating func write(_ run: ExportedRun, from snapshot: StoreSnapshot) throws {
    try begin(run)
    try writeHost(run, from: snapshot)
    let processes = try snapshot.relation(named: "processes").select
    let rows = try snapshot.cursor("SELECT * FROM (\(processes)) WHERE run_id = ?1")
    rows.restart(run.id)
    let columns = NamedColumns(rows)
    let details = try ProcessDetails(of: snapshot)
    while try rows.step() {
      guard let id = columns.integer("process_id"), let start = columns.integer("started_at")
      else { continue }
      let process = TracedProcess(
        id: id, start: start, end: columns.integer("ended_at"), tool: columns.tool)
      try write(process, columns)
      try writeExecutions(of: process, details.executions)
      try writeSamples(of: process, details.samples)
      try end(process)
    }
    try output.flush()
  }

  // MARK: Packets

  /// Writes a packet; `time` is microseconds since 1970.
  mutating func packet(
    at time: Int64? = nil, flags: Int64 = 2, _ body: (inout ProtobufMessage) -> Void
  ) throws {
    message.clear()
    message.append(TraceProto.packet) { packet in
      if let time { packet.append(TraceProto.Packet.timestamp, integer: time * 1000) }
      packet.append(TraceProto.Packet.sequenceID, integer: 1)
      packet.append(TraceProto.Packet.sequenceFlags, integer: flags)
      body(&packet)
    }
    try message.bytes.withUnsafeBytes { try output.append($0) }
  }

  /// Writes something that happens on a track.
  mutating func event(
    at time: Int64, track: Int64, _ type: Int64, _ body: (inout ProtobufMessage) -> Void = { _ in }
  ) throws {
    try packet(at: time) { packet in
      packet.append(TraceProto.Packet.trackEvent) { event in
        event.append(TraceProto.Event.type, integer: type)
        event.append(TraceProto.Event.trackUUID, integer: track)
        body(&event)
      }
    }
  }

  /// Describes a track: as of a time, or else as of the latest time of what has been written. Of
  /// processes that had the same pid one after the other, readers tell which one is meant by that.
  mutating func describe(
    _ track: Int64, at time: Int64? = nil, parent: Int64? = nil,
    _ body: (inout ProtobufMessage) -> Void
  ) throws {
    try packet(at: time) { packet in
      packet.append(TraceProto.Packet.trackDescriptor) { descriptor in
        descriptor.append(TraceProto.Track.uuid, integer: track)
        if let parent { descriptor.append(TraceProto.Track.parentUUID, integer: parent) }
        body(&descriptor)
      }
    }
  }

  /// The names of annotations, and that the trace's clock is the time of day.
  private mutating func begin(_ run: ExportedRun) throws {
    try packet(flags: 1) { packet in
      packet.append(TraceProto.Packet.internedData) { data in
        for annotation in Annotation.allCases {
          data.append(TraceProto.Interned.annotationNames) { name in
            name.append(TraceProto.Interned.id, integer: Int64(annotation.rawValue))
            name.append(TraceProto.Interned.name, string: annotation.name)
          }
        }
      }
    }
    try packet(at: run.started) { packet in
      packet.append(TraceProto.Packet.clockSnapshot) { snapshot in
        for clock in [TraceProto.ClockSnapshot.boottime, TraceProto.ClockSnapshot.realtime] {
          snapshot.append(TraceProto.ClockSnapshot.clocks) {
            $0.append(TraceProto.ClockSnapshot.clockID, integer: clock)
            $0.append(TraceProto.ClockSnapshot.timestamp, integer: run.started * 1000)
          }
        }
      }
    }
  }
}

/// A process, as far as all of its packets need it.
struct TracedProcess {
  let id: Int64
  /// Microseconds since 1970.
  let start: Int64
  let end: Int64?
  let tool: RawText

  var track: Int64 { TrackID.process(id) }
}

/// Statements that are asked for each process.
private struct ProcessDetails {
  let executions: RowCursor
  let samples: RowCursor

  init(of snapshot: StoreSnapshot) throws {
    let executions = try snapshot.relation(named: "executions").select
    self.executions = try snapshot.cursor(
      "SELECT * FROM (\(executions)) WHERE process_id = ?1 ORDER BY execution_id")
    let samples = try snapshot.relation(named: "samples").select
    self.samples = try snapshot.cursor(
      "SELECT at, cpu_percent, rss_bytes FROM (\(samples)) WHERE process_id = ?1")
  }
}
