import Probes
import Store

/// Which facts of a run are missing because a hook was not heard: such a number is no zero.
struct MissingFacts {
  /// The hooks that were not heard, with what the database says of each.
  let hooks: [(hook: Hook, row: HookRow)]

  init(_ report: RunReport) {
    // Those that a later version has are not known here.
    hooks = report.unheardHooks.compactMap { row in Hook(rawValue: row.name).map { ($0, row) } }
  }

  /// Whether this hook was not heard.
  func contains(_ hook: Hook) -> Bool { hooks.contains { $0.hook == hook } }

  /// What to say in the place of a number; `nil` when its hook was heard.
  func word(_ hook: Hook) -> String? {
    hooks.first { $0.hook == hook }.map { "missing: the hook \(hook.rawValue) \($0.row.verb)" }
  }

  /// What each of them means for the report.
  var sentences: [String] {
    hooks.map { hook, row in
      "\(hook.description.missing): the hook \(hook.rawValue) \(row.verb)"
        + (row.reason.map { " (\($0))" } ?? "")
    }
  }
}

extension HookRow {
  fileprivate var verb: String { state == "loadable" ? "is not attached" : "is \(state)" }
}
