/// The newest word about one of our own hooks.
public struct HookRow: Sendable, Equatable {
  /// The hook.
  public var name: String
  /// `unsupported`, `loadable`, `attached`, `verified`, `silent` or `degraded`.
  public var state: String
  /// Why it is so; `nil` when there is nothing to say.
  public var reason: String?
  /// When that was found out, ns since 1970.
  public var checkedAt: Int64
  /// Between what was done and when it was heard, ns.
  public var latency: Int64?

  /// Puts a row together.
  public init(name: String, state: String, reason: String?, checkedAt: Int64, latency: Int64?) {
    self.name = name
    self.state = state
    self.reason = reason
    self.checkedAt = checkedAt
    self.latency = latency
  }
}
