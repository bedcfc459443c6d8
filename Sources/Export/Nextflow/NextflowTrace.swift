internal import Store

/// A run as the trace file of Nextflow: a line for each process, columns between tabs, `-` for what
/// is not known.
///
/// What Nextflow knows of a task and nobody knows of a process stays unknown: what was asked for
/// (cpus, memory, …), when it was submitted, how often it was tried.
struct NextflowTrace: ~Copyable {
  private let fields: [TraceField]
  private let isRaw: Bool
  private var output: ByteBuffer
  private let classes = TextClass(special: "", controls: .escaped)

  /// - Parameter isRaw: Bytes and milliseconds as plain numbers.
  init(fields: [TraceField], isRaw: Bool, output: consuming ByteBuffer) throws {
    self.fields = fields
    self.isRaw = isRaw
    self.output = output
    try self.output.append(string: fields.map(\.rawValue).joined(separator: "\t") + "\n")
  }

  mutating func write(_ run: ExportedRun, from snapshot: StoreSnapshot) throws {
    let processes = try snapshot.relation(named: "processes").select
    let rows = try snapshot.cursor("SELECT * FROM (\(processes)) WHERE run_id = ?1")
    rows.restart(run.id)
    let columns = NamedColumns(rows)
    while try rows.step() {
      for (index, field) in fields.enumerated() {
        if index > 0 { try output.append(UInt8(ascii: "\t")) }
        try append(value(of: field, columns, run))
      }
      try output.append(UInt8(ascii: "\n"))
    }
    try output.flush()
  }

  private mutating func append(_ value: TraceValue) throws {
    switch value {
    case .unknown: try output.append("-")
    case .number(let number): try output.append(number)
    case .text(let text) where text.isEmpty: try output.append("-")
    case .text(let text):
      try text.bytes.withUnsafeBytes { bytes in
        try EscapedText.split(bytes, by: classes) {
          try output.append($0)
        } special: {
          try output.append($0)
        } escape: {
          try output.append(escape: $0)
        }
      }
    case .size(let bytes):
      if isRaw { return try output.append(bytes) }
      try output.append(string: NextflowUnits.size(bytes))
    case .date(let time):
      if isRaw { return try output.append(time / 1000) }
      try output.append(string: NextflowUnits.date(time))
    case .duration(let time):
      if isRaw { return try output.append(time / 1000) }
      try output.append(string: NextflowUnits.duration(time / 1000))
    case .percent(let percent):
      let tenths = Int64((percent * 10).rounded(.toNearestOrEven))
      try output.append(string: "\(tenths / 10).\(tenths % 10)" + (isRaw ? "" : "%"))
    }
  }

  // MARK: Values

  private func value(
    of field: TraceField, _ columns: NamedColumns, _ run: ExportedRun
  ) -> TraceValue {
    switch field {
    case .taskID: .init(columns.integer("process_id"))
    case .nativeID: .init(columns.integer("pid"))
    case .name: .text(columns.tool)
    case .status: status(columns, run)
    case .exit: exit(columns)
    case .start: columns.integer("started_at").map { .date($0) } ?? .unknown
    case .complete: columns.integer("ended_at").map { .date($0) } ?? .unknown
    case .realtime: Self.lifetime(columns).map { .duration($0) } ?? .unknown
    case .cpuPercent: Self.cpuPercent(columns).map { .percent($0) } ?? .unknown
    case .peakRSS: peakRSS(columns)
    case .rchar, .wchar, .readBytes, .writeBytes:
      columns.integer(field.rawValue).map { .size($0) } ?? .unknown
    case .syscr, .syscw: .init(columns.integer(field.rawValue))
    case .voluntarySwitches: .init(columns.integer("voluntary_switches"))
    case .involuntarySwitches: .init(columns.integer("involuntary_switches"))
    case .workdir: columns.text("cwd").map { .text($0) } ?? .unknown
    case .script: columns.text("command").map { .text($0.arguments.shellLine) } ?? .unknown
    case .hostname: .text(RawText(run.host))
    case .hash, .process, .module, .container, .tag, .submit, .duration, .memoryPercent, .rss,
      .vmem, .peakVMem, .attempt, .scratch, .queue, .cpus, .memory, .disk, .time, .env,
      .errorAction, .cpuModel:
      .unknown
    }
  }

  private func status(_ columns: NamedColumns, _ run: ExportedRun) -> TraceValue {
    if let code = columns.integer("exit_code") {
      return .text(code == 0 ? "COMPLETED" : "FAILED")
    }
    if columns.integer("signal") != nil { return .text("FAILED") }
    // The end of a process was missed if its run has ended without it.
    return run.ended == nil && columns.integer("ended_at") == nil ? .text("RUNNING") : .unknown
  }

  /// As a shell has it, for so it is in Nextflow's tasks.
  private func exit(_ columns: NamedColumns) -> TraceValue {
    .init(columns.integer("exit_code") ?? columns.integer("signal").map { 128 + $0 })
  }

  /// A bound is not a peak.
  private func peakRSS(_ columns: NamedColumns) -> TraceValue {
    guard columns.text("peak_rss_source") == "exact", let peak = columns.integer("peak_rss_bytes")
    else { return .unknown }
    return .size(peak)
  }

  private static func lifetime(_ columns: NamedColumns) -> Int64? {
    guard let start = columns.integer("started_at"), let end = columns.integer("ended_at") else {
      return nil
    }
    return max(end - start, 0)
  }

  private static func cpuPercent(_ columns: NamedColumns) -> Double? {
    guard let lifetime = lifetime(columns), lifetime > 0, let user = columns.real("cpu_user_s"),
      let system = columns.real("cpu_system_s")
    else { return nil }
    return 100 * (user + system) * 1e6 / Double(lifetime)
  }
}

/// A value of the trace, as its column writes it.
enum TraceValue {
  case unknown
  case number(Int64)
  case text(RawText)
  /// Bytes.
  case size(Int64)
  /// Microseconds since 1970.
  case date(Int64)
  /// Microseconds.
  case duration(Int64)
  case percent(Double)

  init(_ number: Int64?) {
    self = number.map { .number($0) } ?? .unknown
  }
}

extension [RawText] {
  /// The arguments as a shell would take them.
  var shellLine: RawText {
    var line: [UInt8] = []
    for argument in self {
      if !line.isEmpty { line.append(UInt8(ascii: " ")) }
      line += argument.shellWord
    }
    return RawText(line)
  }
}

extension RawText {
  fileprivate var shellWord: [UInt8] {
    let quote = UInt8(ascii: "'")
    if !isEmpty, bytes.allSatisfy(Self.isPlain) { return bytes }
    var word = [quote]
    for byte in bytes {
      word += byte == quote ? [quote, UInt8(ascii: "\\"), quote, quote] : [byte]
    }
    return word + [quote]
  }

  private static func isPlain(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "+")...UInt8(ascii: ":"), UInt8(ascii: "_"), UInt8(ascii: "@"),
      UInt8(ascii: "%"), UInt8(ascii: "="), 0x80...:
      true
    default: false
    }
  }
}
