public import Probes

/// What a trial of a hook came to.
public struct HookVerdict: Sendable, Equatable {
  /// The hook.
  public var hook: Hook
  /// What is known of it.
  public var state: HookState
  /// Why it is so; `nil` when there is nothing to say.
  public var reason: String?
  /// When that was found out, ns since boot.
  public var checkedAt: UInt64
  /// Between what was done and when it was heard, ns; `nil` when nothing was heard.
  public var latency: UInt64?

  /// A verdict.
  public init(
    hook: Hook, state: HookState, reason: String? = nil, checkedAt: UInt64, latency: UInt64? = nil
  ) {
    self.hook = hook
    self.state = state
    self.reason = reason
    self.checkedAt = checkedAt
    self.latency = latency
  }
}
