import CSondeWire
import OTLP

@testable import Events
@testable import ProcessTelemetry
@testable import Processes

/// A run that never was, told to ``ProcessSpans`` as the recorder would. Times are milliseconds
/// since boot; UTC is 1000 s ahead.
struct FictionalRun {
  static let id: Int64 = 7
  static let bootOffset: Int64 = 1_000_000_000_000
  static let context = TraceContext(
    traceID: .random(), spanID: .random(), flags: 1)

  var spans: ProcessSpans
  private(set) var rows: [Int64: ProcessRow] = [:]
  private var made: [SpanRecord] = []

  init(
    options: ProcessSpanOptions = ProcessSpanOptions(), parent: TraceContext? = nil,
    isSampled: Bool = true
  ) {
    spans = ProcessSpans(options: options, salt: 99)
    spans.bootOffset = Self.bootOffset
    spans.begin(
      RunOpening(
        id: Self.id, root: (pid(of: 1), 0), pipeline: "night", start: 0, context: Self.context,
        parent: parent, isSampled: isSampled))
  }

  /// A process begins. The first has no parent.
  mutating func fork(_ id: Int64, from parent: Int64 = 0, at time: UInt64 = 0) {
    var row = ProcessRow()
    row.id = id
    row.runID = Self.id
    row.parentID = parent
    row.pid = pid(of: id)
    row.ppid = parent == 0 ? 1 : pid(of: parent)
    row.uid = 1000
    row.started = time * 1_000_000
    row.comm.0 = UInt8(ascii: "w")
    if rows[parent] != nil { rows[parent]?.livingChildren += 1 }
    rows[id] = row
  }

  /// A process executes a program.
  @discardableResult
  mutating func exec(
    _ id: Int64, _ path: String, arguments: [String] = [], environment: [String] = [],
    at time: UInt64 = 0
  ) -> RunOpening? {
    rows[id]?.execs += 1
    let place = ExecutionPlace(
      id: id, processID: id, runID: Self.id, sequence: rows[id]?.execs ?? 1,
      parentID: rows[id]?.parentID ?? 0)
    var record = sonde_exec()
    record.header.pid = pid(of: id)
    record.header.start = rows[id]?.started ?? 0
    record.header.time = time * 1_000_000
    return withBytes([path], arguments, environment, Self.components(path)) {
      requested, arguments, environment, executable in
      withUnsafePointer(to: record) { fixed in
        let event = ExecEvent(
          fixed: fixed, arguments: arguments,
          executable: PathComponents(bytes: executable, isCut: false),
          requested: UnsafeRawBufferPointer(rebasing: requested.dropLast()),
          cwd: PathComponents(bytes: executable, isCut: false), environment: environment)
        return spans.exec(place, event, arguments: arguments)
      }
    }
  }

  /// A process was running already.
  mutating func seed(
    _ id: Int64, name: String, _ path: String, arguments: [String] = [], environment: [String] = []
  ) {
    let place = ExecutionPlace(
      id: id, processID: id, runID: Self.id, sequence: 0, parentID: rows[id]?.parentID ?? 0)
    withBytes([], arguments, environment, []) { _, arguments, environment, _ in
      spans.seed(
        place,
        RunningImage(
          name: name, path: path, directory: "/data", arguments: arguments,
          environment: environment))
    }
  }

  /// A process ends. `status` is as wait(2) gives it.
  @discardableResult
  mutating func exit(
    _ id: Int64, at time: UInt64, status: UInt32 = 0, step: ProcessStep? = nil,
    container: ProcessContainer? = nil,
    _ change: (inout sonde_exit) -> Void = { _ in }
  ) -> TraceContext? {
    guard var row = rows.removeValue(forKey: id) else { return nil }
    row.isParentLiving = rows[row.parentID] != nil
    rows[row.parentID]?.livingChildren -= 1
    var record = sonde_exit()
    record.status = status
    change(&record)
    row.end = ProcessRow.End(
      time: time * 1_000_000, cpu: CPUTime(runtime: 5_000_000, userTicks: 3, systemTicks: 2),
      record: record)
    return spans.end(row, user: "alice", step: step, container: container)
  }

  /// The run ends. Returns all its spans.
  mutating func end(at time: UInt64, status: UInt32? = 0, isInterrupted: Bool = false)
    -> [SpanRecord]
  {
    spans.end(
      RunClosing(
        id: Self.id, end: time * 1_000_000, status: status, processes: 3, executions: 2,
        isComplete: !isInterrupted, isInterrupted: isInterrupted))
    return spans.take()
  }

  func spanID(_ id: Int64) -> SpanID { spans.spanID(ofProcess: id) }

  private func pid(of id: Int64) -> UInt32 { UInt32(100 + id) }

  /// Leaf first, as the kernel side walks.
  private static func components(_ path: String) -> [UInt8] {
    path.split(separator: "/").reversed().flatMap { Array($0.utf8) + [0] }
  }

  private func withBytes<Result>(
    _ requested: [String], _ arguments: [String], _ environment: [String], _ executable: [UInt8],
    _ body: (
      UnsafeRawBufferPointer, UnsafeRawBufferPointer, UnsafeRawBufferPointer,
      UnsafeRawBufferPointer
    ) -> Result
  ) -> Result {
    Self.block(requested).withUnsafeBytes { requested in
      Self.block(arguments).withUnsafeBytes { arguments in
        Self.block(environment).withUnsafeBytes { environment in
          executable.withUnsafeBytes { body(requested, arguments, environment, $0) }
        }
      }
    }
  }

  private static func block(_ strings: [String]) -> [UInt8] {
    strings.flatMap { Array($0.utf8) + [0] }
  }
}

private func pid(of id: Int64) -> UInt32 { UInt32(100 + id) }

extension SpanRecord {
  /// The value of an attribute.
  subscript(_ key: String) -> AttributeValue? {
    attributes.first { $0.key == key }?.value
  }
}
