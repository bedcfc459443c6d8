import Coverage
import Logging
import Probes
import Procfs
import Store

/// Writes down which hooks a recording has, so that what it lacks can be told from what there was
/// not.
///
/// What is attached is known at once. Whether it speaks is not: a trial of all hooks loads their
/// programs once more and takes some hundred milliseconds, by which no command may be held up. So
/// the word of the newest trial of this boot counts, as the database has it; where there was none, a
/// hook is said to be attached, and no more.
struct HookBook {
  let probes: LifecycleProbes
  let writer: RecordWriter
  let log: Logger

  /// - Throws: `StoreError`.
  func note() throws {
    let trials = try writer.hookTrials(bootID: Clocks.bootID() ?? "")
    let now = Clocks.realtime()
    let rows = probes.hooks.map { row(of: $0, trials[$0.rawValue], now) }
    for row in rows {
      guard let state = HookState(rawValue: row.state), !state.isHeard else { continue }
      let missing = Hook(rawValue: row.name)?.description.missing ?? ""
      log.warning("the hook \(row.name) is \(row.state), so \(missing): \(row.reason ?? "")")
    }
    try writer.write(rows)
  }

  private func row(of hook: Hook, _ trial: HookRow?, _ now: Int64) -> HookRow {
    if let reason = probes.missing[hook] {
      let state: HookState = probes.notLoaded.contains(hook) ? .unsupported : .loadable
      return HookRow(
        name: hook.rawValue, state: state.rawValue, reason: reason, checkedAt: now, latency: nil)
    }
    if let trial { return trial }
    return HookRow(
      name: hook.rawValue, state: HookState.attached.rawValue, reason: nil, checkedAt: now,
      latency: nil)
  }
}
