import Failures

/// A run put together process by process; each forked by the one that is named, the root by nobody.
struct FailureTree {
  private(set) var processes: [ProcessEvidence] = []
  private var time: Int64 = 1_000_000_000_000

  /// Adds a process; they end in the order in which they are added. `status` is an exit status.
  @discardableResult
  mutating func add(
    _ arguments: [String], in parent: Int64 = 0, status: Int32 = 0, signal: Int32 = 0,
    hasExecuted: Bool = true, _ change: (inout ProcessEvidence) -> Void = { _ in }
  ) -> Int64 {
    let id = Int64(processes.count + 1)
    let name = arguments.first?.split(separator: "/").last.map(String.init) ?? ""
    time += 1_000_000
    var process = ProcessEvidence(
      id: id, parentID: parent, pid: 100 + id, ppid: 100 + parent, tool: name,
      arguments: arguments, hasExecuted: hasExecuted, executed: hasExecuted ? 1 : nil,
      ended: time, status: signal != 0 ? signal : status << 8)
    change(&process)
    processes.append(process)
    return id
  }

  /// Ends a process after all others so far.
  mutating func end(_ id: Int64, status: Int32) {
    time += 1_000_000
    processes[Int(id) - 1].status = status << 8
    processes[Int(id) - 1].ended = time
  }

  /// A shell said that it did not find what it had looked for.
  mutating func addNotFound(_ call: FailedCall, by id: Int64) {
    let shell = processes[Int(id) - 1]
    processes += [ProcessEvidence.notFound(call, by: shell, id: -id)].compactMap(\.self)
  }

  /// Nothing happens meanwhile.
  mutating func pass(milliseconds: Int64) {
    time += milliseconds * 1_000_000
  }

  /// A call of the process, a moment before its end.
  mutating func fail(
    _ id: Int64, _ call: String, _ error: String, _ object: String?, before: Int64 = 1_000_000
  ) {
    let at = (processes[Int(id) - 1].ended ?? 0) - before
    processes[Int(id) - 1].calls.append(
      FailedCall(at: at, call: call, error: error, object: object))
  }

  func find(excusing rules: [ExcuseRule] = []) -> RunFailures {
    var finder = FailureFinder(
      RunEvidence(rootID: 1, processes: processes), excusing: rules)
    return finder.find()
  }
}
