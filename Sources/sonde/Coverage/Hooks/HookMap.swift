import Coverage
import Probes
import Procfs
import Store

/// The map of sonde's own hooks, as a page for people or for programs.
struct HookMap {
  let verdicts: [HookVerdict]
  let code: NewestCodeCoverage?
  /// ns to add to a time since boot to get one since 1970.
  var bootOffset = Clocks.realtimeOffset()

  /// 0: all is well; 1: a hook is not as it should be; 2: none can be had.
  var exitStatus: Int32 {
    if verdicts.allSatisfy({ $0.state == .unsupported }) { return 2 }
    return verdicts.contains(where: \.state.isTrouble) ? 1 : 0
  }

  // MARK: Text

  /// A line for each hook, then the reasons, then the newest coverage of code.
  func text(_ style: TextStyle) -> String {
    var table = TextColumns([
      ("hook", .left), ("state", .left), ("since", .left), ("latency", .right),
      ("depends on it", .left),
    ])
    for verdict in verdicts {
      table.add([
        verdict.hook.rawValue, verdict.state.rawValue, Quantity.time(time(verdict)),
        verdict.latency.map { Quantity.duration(Int64(clamping: $0)) } ?? "",
        verdict.hook.description.columns.joined(separator: ", "),
      ])
    }
    let sections = [
      [style.emphasised(summary, exitStatus == 0 ? .good : .bad)],
      table.lines(style, indent: ""), reasons, code.map { ["Code: \($0.verdict)"] } ?? [],
    ]
    return sections.filter { !$0.isEmpty }.map { $0.joined(separator: "\n") }
      .joined(separator: "\n\n") + "\n"
  }

  private var summary: String {
    let heard = Int64(verdicts.filter { $0.latency != nil }.count)
    let all = Quantity.count(Int64(verdicts.count), "hook was", "hooks were")
    return "\(Quantity.count(heard)) of \(all) heard, end to end"
  }

  /// Whole, however wide the terminal is.
  private var reasons: [String] {
    if exitStatus == 2, let reason = verdicts.first?.reason { return ["no hook: \(reason)"] }
    return verdicts.compactMap { verdict in
      guard verdict.state != .verified else { return nil }
      let reason = verdict.reason.map { ": \(TerminalText.escaped($0))" } ?? ""
      let missing = verdict.state.isHeard ? "" : "; \(verdict.hook.description.missing)"
      return "\(verdict.hook.rawValue) is \(verdict.state.rawValue)\(reason)\(missing)"
    }
  }

  // MARK: JSON

  /// The text as an object: `exit_status`, `hooks` in the same order, `code`.
  func json() -> [UInt8] {
    var text = JSONText(isIndented: true)
    text.append(
      .object([
        ("exit_status", .integer(Int64(exitStatus))),
        ("hooks", .array(verdicts.map(hook))), ("code", code?.json ?? .null),
      ]))
    text.append(syntax: "\n")
    return text.bytes
  }

  private func hook(_ verdict: HookVerdict) -> JSONValue {
    let description = verdict.hook.description
    return .object([
      ("name", .string(verdict.hook.rawValue)), ("state", .string(verdict.state.rawValue)),
      ("reason", JSONValue(verdict.reason)), ("checked_at", JSONValue(time: time(verdict))),
      ("latency_s", JSONValue(seconds: verdict.latency.map { Int64(clamping: $0) })),
      ("programs", .array(description.programs.map { .string($0) })),
      ("needs", .string(description.needs)),
      ("columns", .array(description.columns.map { .string($0) })),
      ("missing", verdict.state.isHeard ? .null : .string(description.missing)),
    ])
  }

  private func time(_ verdict: HookVerdict) -> Int64 {
    Int64(truncatingIfNeeded: verdict.checkedAt) &+ bootOffset
  }
}
