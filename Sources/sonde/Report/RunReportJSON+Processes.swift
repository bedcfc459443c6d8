import Probes
import Store

extension RunReportJSON {
  func process(_ process: ProcessBrief) -> JSONValue {
    var (exitCode, signal, coreDumped): (Int32?, Int32?, Bool?)
    switch process.outcome {
    case .exited(let code): (exitCode, coreDumped) = (code, false)
    case .killed(let number, let dumped): (signal, coreDumped) = (number, dumped)
    case .unknown: break
    }
    return .object([
      ("process_id", .integer(process.id)), ("pid", .integer(process.pid)),
      ("name", .text(process.name)), ("command", .array(process.command.map { .text($0) })),
      ("executed", .bool(process.hasExecuted)),
      ("started_at", JSONValue(time: process.started)),
      ("ended_at", JSONValue(time: process.ended)),
      ("duration_s", JSONValue(seconds: process.duration)),
      ("exit_code", JSONValue(exitCode.map { Int64($0) })),
      ("signal", JSONValue(signal.map { Int64($0) })),
      ("signal_name", JSONValue(signal.map { report.signals[$0] })),
      ("core_dumped", coreDumped.map { .bool($0) } ?? .null),
      ("killed_by", process.sender.map(sender) ?? .null),
      ("oom_killed", unless(.oom, .bool(process.isOOMKilled))),
      ("cpu_user_s", JSONValue(seconds: process.userTime)),
      ("cpu_system_s", JSONValue(seconds: process.systemTime)),
      ("peak_rss_bytes", JSONValue(process.peakRSS)),
      ("peak_rss_source", .string(source(process.peakRSSSource))),
      ("read_bytes", JSONValue(process.readBytes)),
      ("write_bytes", JSONValue(process.writeBytes)),
      ("step", process.step.map(step) ?? .null), ("container", JSONValue(process.container)),
    ])
  }

  private func sender(_ sender: SignalSender) -> JSONValue {
    switch sender {
    case .kernel: return .object([("kind", .string("kernel"))])
    case .unknown: return .object([("kind", .string("unknown"))])
    case .process(let pid, let name, let relation):
      let relation =
        switch relation {
        case .itself: "itself"
        case .parent: "parent"
        case .other: "other"
        }
      return .object([
        ("kind", .string("process")), ("pid", .integer(pid)), ("name", .text(name)),
        ("relation", .string(relation)),
      ])
    }
  }

  private func source(_ source: MeasureSource) -> String {
    switch source {
    case .exact: "exact"
    case .bound: "bound"
    case .missing: "missing"
    }
  }

  func ending(_ group: EndingGroup) -> JSONValue {
    .object([
      ("count", .integer(group.count)), ("root", .bool(group.isRoot)),
      ("ordinary", .bool(group.isOrdinary)), ("process", process(group.first)),
    ])
  }

  func failedExecution(_ group: FailedExecutionGroup) -> JSONValue {
    .object([
      ("error", .string(group.error)), ("path", .text(group.path)),
      ("count", .integer(group.count)), ("recovered", .integer(group.recovered)),
      ("process", process(group.first)),
    ])
  }

  func tool(_ tool: ToolUse) -> JSONValue {
    .object([
      ("tool", .text(tool.name)), ("processes", .integer(tool.processes)),
      ("without_end", .integer(tool.withoutEnd)),
      ("nonzero", unless(.exit, .integer(tool.nonZero))),
      ("wall_s", JSONValue(seconds: tool.wallTime)),
      ("cpu_user_s", unless(.switch, JSONValue(seconds: tool.userTime))),
      ("cpu_system_s", unless(.switch, JSONValue(seconds: tool.systemTime))),
      ("peak_rss_bytes", JSONValue(tool.peakRSS)),
      ("peak_rss_source", .string(source(tool.peakRSSSource))),
      ("read_bytes", unless(.switch, .integer(tool.readBytes))),
      ("write_bytes", unless(.switch, .integer(tool.writeBytes))),
      ("rchar", unless(.switch, .integer(tool.rchar))),
      ("wchar", unless(.switch, .integer(tool.wchar))),
    ])
  }

  func tree(_ tree: ProcessTree) -> JSONValue {
    .object([
      ("roots", .array(tree.roots.map(node))), ("more", .array(tree.more.map(omitted))),
      ("unread", .integer(tree.unread)),
    ])
  }

  private func node(_ node: ProcessNode) -> JSONValue {
    .object([
      ("process", process(node.process)), ("children", .array(node.children.map(self.node))),
      ("more", .array(node.more.map(omitted))),
    ])
  }

  private func omitted(_ more: OmittedProcesses) -> JSONValue {
    .object([
      ("name", more.name.map { .text($0) } ?? .null), ("count", .integer(more.count)),
      ("descendants", .integer(more.descendants)),
    ])
  }
}
