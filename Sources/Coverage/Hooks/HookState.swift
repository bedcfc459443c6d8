/// What is known of one of our own hooks.
public enum HookState: String, Sendable, CaseIterable, Codable {
  /// Its programs cannot be loaded, or what it needs is not there.
  case unsupported
  /// Its programs load; the kernel refuses to attach them.
  case loadable
  /// It is attached; nothing has been done that it would tell of.
  case attached
  /// What was done for it was heard.
  case verified
  /// It is attached and something was done for it, and nothing was heard.
  case silent
  /// It was heard, but works with less than it could.
  case degraded

  /// Whether something is wrong that should not be.
  public var isTrouble: Bool {
    switch self {
    case .verified, .attached: false
    case .unsupported, .loadable, .silent, .degraded: true
    }
  }

  /// Whether what it tells is to be had.
  public var isHeard: Bool {
    switch self {
    case .verified, .attached, .degraded: true
    case .unsupported, .loadable, .silent: false
    }
  }
}
