/// The newest word about one of sonde's own hooks in the kernel.
public struct HookRecord: Equatable, Sendable {
  /// What is known of it.
  public enum State: String, Sendable {
    case unsupported, loadable, attached, verified, silent, degraded
  }

  /// Which.
  public var name: String
  /// What is known of it.
  public var state: State
  /// Why.
  public var reason: RawText?
  /// When it was looked at.
  public var checkedAt: UTCTime
  /// From what it was to see to the record about it, ns.
  public var latency: Int64?
}
