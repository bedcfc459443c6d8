internal import Probes
public import Store
internal import Tracing

/// Keeps what coverage finds out in the database: what is new in each turn, in one short transaction.
///
/// What could not be written, the database being locked or the disk full, is kept and tried again
/// with the next turn; the map holds all of it in any case, so that memory stays bounded by the map.
public final class SignalStore {
  /// The database's side.
  public let writer: CoverageWriter
  private var objectIDs: [Int: Int64] = [:]
  private var changed: Set<Int> = []
  private var decisions: [DecisionRow] = []
  private var points: [CoveragePointRow] = []
  /// Decisions that wait to be written, at most: those beyond are counted and not kept.
  private static let decisionLimit = 10_000
  /// Decisions and points that were not kept.
  public private(set) var dropped = 0
  /// ns to add to a time since boot to get one since 1970.
  public var bootOffset: Int64
  /// What is to be written of a hook, by its number in the map; `nil` where there are none.
  var verdict: ((Int) -> HookVerdict)?

  /// - Parameters:
  ///   - writer: open, with its coverage begun.
  ///   - bootOffset: ns to add to a time since boot to get one since 1970.
  public init(writer: CoverageWriter, bootOffset: Int64) {
    self.writer = writer
    self.bootOffset = bootOffset
  }

  /// Tells which id in the database an object of the map has.
  public func setObject(_ number: Int, id: Int64) {
    objectIDs[number] = id
  }

  /// The object's id in the database; `nil` when it has not been written.
  public func id(ofObject number: Int) -> Int64? { objectIDs[number] }

  /// UTC in ns since 1970 of a time since boot.
  public func utc(_ boot: UInt64) -> Int64 { Int64(truncatingIfNeeded: boot) &+ bootOffset }

  /// Notes that the state of probes has changed, to be written with the next turn.
  public func note(_ probes: some Sequence<Int>) {
    changed.formUnion(probes)
  }

  /// Notes a decision and how far the coverage is, to be written with the next turn.
  public func note(_ decision: DecisionRow?, _ point: CoveragePointRow) {
    // Those of our own hooks belong to no coverage of code.
    guard writer.coverageID > 0 else { return }
    guard decisions.count + points.count < Self.decisionLimit else {
      dropped += 1
      return
    }
    if let decision { decisions.append(decision) }
    points.append(point)
  }

  /// Writes what has been noted, told as a span.
  ///
  /// - Throws: `StoreError`; nothing is lost then.
  public func store(_ bot: CoverageBot) throws {
    try withSpan("SignalStore.store") { span in
      let hooks = changed.sorted().compactMap { hookRow(of: $0, bot) }
      if !hooks.isEmpty { try writer.write(hooks) }
      changed = changed.filter { !bot.probes[$0].isHook }
      let probes = changed.filter { row(of: $0, bot) != nil }
      span.attributes["ebpf_bot.rows"] =
        hooks.count + probes.count + decisions.count + points.count
      if !probes.isEmpty { try writer.write(probes.sorted().compactMap { row(of: $0, bot) }) }
      changed.subtract(probes)
      if !(decisions.isEmpty && points.isEmpty) { try writer.write(decisions, points) }
      decisions = []
      points = []
    }
  }

  private func hookRow(of number: Int, _ bot: CoverageBot) -> HookRow? {
    guard bot.probes[number].isHook, let verdict = verdict?(number) else { return nil }
    return HookRow(
      name: verdict.hook.rawValue, state: verdict.state.rawValue, reason: verdict.reason,
      checkedAt: utc(verdict.checkedAt), latency: verdict.latency.map { Int64(clamping: $0) })
  }

  private func row(of number: Int, _ bot: CoverageBot) -> FunctionStateRow? {
    let probe = bot.probes[number]
    guard case .function(let object, let offset) = probe.subject, let id = objectIDs[object] else {
      return nil
    }
    return FunctionStateRow(
      objectID: id, offset: offset, state: probe.state.rawValue, reason: probe.reason,
      attachedAt: probe.attachedAt.map(utc), hitAt: probe.hitAt.map(utc),
      pid: probe.pid.map(Int64.init), hits: Int64(probe.hits))
  }
}
