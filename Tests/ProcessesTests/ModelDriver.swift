import CSondeWire
import Events
import Testing

@testable import Processes

/// Feeds a model with records as the kernel side would send them.
final class ModelDriver {
  var model: ProcessModel
  /// The root that records are sent for unless another is named.
  var root: ProcessKey
  /// The paths of files, each at its id.
  var paths: [String] = []
  /// The time of the next record, ns since boot; it goes on by itself.
  var time: UInt64 = 1_000_000

  /// With a run of this id, whose root is the process 1 that began at 10.
  init(runID: Int64 = 7, lastProcessID: Int64 = 0, lastExecutionID: Int64 = 100) {
    model = ProcessModel(lastProcessID: lastProcessID, lastExecutionID: lastExecutionID)
    root = ProcessKey(pid: 1, start: 10)
    model.begin(runID: runID, root: root)
  }

  func header(of key: ProcessKey) -> sonde_header {
    time += 1
    var header = sonde_header()
    header.time = time
    header.pid = key.pid
    header.start = key.start
    header.root_pid = root.pid
    header.root_start = root.start
    return header
  }

  func fork(_ child: ProcessKey, from parent: ProcessKey) {
    var record = sonde_fork()
    record.header = header(of: child)
    record.parent_pid = parent.pid
    record.parent_start = parent.start
    record.ppid = parent.pid
    record.uid = 1_000
    record.gid = 1_001
    record.cgroup_id = 55
    Self.copy("forked", to: &record.comm)
    withUnsafePointer(to: record) { model.fork($0) }
  }

  @discardableResult
  func exec(
    _ key: ProcessKey, _ path: String, parent: UInt32 = 3, told: String = "", file: String = ""
  ) -> ExecutionPlace? {
    let arguments = told.isEmpty ? "" : told + "\0"
    let executable = file.isEmpty ? "" : file + "\0"
    var record = sonde_exec()
    record.arguments_size = UInt32(arguments.utf8.count)
    record.executable_size = UInt32(executable.utf8.count)
    record.header = header(of: key)
    record.parent_pid = parent
    record.uid = 2_000
    record.gid = 2_001
    record.cgroup_id = 66
    record.requested_size = UInt32(path.utf8.count)
    Self.copy("executed", to: &record.comm)
    record.header.kind = UInt16(sonde_kind.SONDE_KIND_EXEC.rawValue)
    let tail = arguments + executable + path
    record.header.size = UInt32(MemoryLayout<sonde_exec>.size + tail.utf8.count)
    var place: ExecutionPlace?
    Self.decode(record, tail: tail) {
      if case .exec(let event) = $0 { place = model.exec(event) }
    }
    return place
  }

  @discardableResult
  func execFailed(_ key: ProcessKey, _ path: String) -> ExecutionPlace? {
    var record = sonde_exec_failed()
    record.header = header(of: key)
    record.error = 2
    record.requested_size = UInt32(path.utf8.count)
    record.header.kind = UInt16(sonde_kind.SONDE_KIND_EXEC_FAILED.rawValue)
    record.header.size = UInt32(MemoryLayout<sonde_exec_failed>.size + path.utf8.count)
    var place: ExecutionPlace?
    Self.decode(record, tail: path) {
      if case .execFailed(let event) = $0 { place = model.execFailed(event) }
    }
    return place
  }

  @discardableResult
  func exit(
    _ key: ProcessKey, status: UInt32 = 0, change: (inout sonde_exit) -> Void = { _ in }
  ) -> ProcessRow? {
    var record = sonde_exit()
    record.header = header(of: key)
    record.status = status
    change(&record)
    return withUnsafePointer(to: record) { model.exit($0) }
  }

  /// The out-of-memory killer chose a process; with key `nil` only its thread is named.
  func outOfMemory(_ key: ProcessKey?, thread: UInt32 = 0) {
    var record = sonde_oom()
    record.header.pid = key?.pid ?? 0
    record.header.start = key?.start ?? 0
    record.victim_tid = thread
    withUnsafePointer(to: record) { model.outOfMemory($0) }
  }

  @discardableResult
  func seed(
    _ key: ProcessKey, parent: ProcessKey, name: String, image: Bool = true, isSeeded: Bool = true
  ) -> ExecutionPlace? {
    var record = sonde_seed()
    record.header = header(of: key)
    record.parent_pid = parent.pid
    record.parent_start = parent.start
    record.uid = 3_000
    record.gid = 3_001
    record.cgroup_id = 77
    Self.copy(name, to: &record.comm)
    return withUnsafePointer(to: record) { record in
      Array(name.utf8).withUnsafeBytes {
        model.seed(record, name: $0, image: image, isSeeded: isSeeded)
      }
    }
  }

  // MARK: What comes out

  func takeTouched() -> [ProcessRow] {
    var rows: [ProcessRow] = []
    model.takeTouched { rows.append($0) }
    return rows
  }

  func takeTouchedTools() -> [ToolSummary] {
    var tools: [ToolSummary] = []
    model.takeTouchedTools { tools.append($0) }
    return tools
  }

  func takeSummaries() -> [ProcessSummary] {
    var summaries: [ProcessSummary] = []
    model.takeTouchedSummaries { summaries.append($0) }
    return summaries.sorted { $0.processID < $1.processID }
  }

  func row(_ key: ProcessKey) -> ProcessRow? {
    model.living.first { $0.pid == key.pid && $0.started == key.start }
  }

  static func copy(_ name: String, to comm: inout Comm) {
    withUnsafeMutableBytes(of: &comm) { $0.copyBytes(from: name.utf8.prefix(15)) }
  }

  static func decode<Record>(_ record: Record, tail: String, body: (Event) -> Void) {
    let size = MemoryLayout<Record>.size
    let memory = UnsafeMutableRawBufferPointer.allocate(
      byteCount: size + tail.utf8.count, alignment: 8)
    defer { memory.deallocate() }
    withUnsafeBytes(of: record) { memory.copyMemory(from: $0) }
    UnsafeMutableRawBufferPointer(rebasing: memory[size...]).copyBytes(from: tail.utf8)
    do {
      body(try Event(decoding: UnsafeRawBufferPointer(memory)))
    } catch {
      Issue.record(error)
    }
  }
}

extension ProcessRow {
  var name: String {
    withUnsafeBytes(of: comm) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
  }

  var key: ProcessKey { ProcessKey(pid: pid, start: started) }
}

extension ToolSummary {
  var text: String { String(decoding: name, as: UTF8.self) }
}
