/// Which processes become spans, and how much is said of them.
public struct ProcessSpanOptions: Sendable, Equatable {
  /// Whether arguments are told, secrets removed. The conventions ask for it to be chosen.
  public var hasCommandArguments = false
  /// Spans of a run that are exported whatever their length.
  public var limit = 1000
  /// Beyond the limit, processes that lived for less than this are counted in their parent's span
  /// instead of having their own, ns.
  public var floor: UInt64 = 10_000_000
  /// Whether another system's decision not to record a trace holds for a run that joins it.
  public var isParentBased = true
  /// Of a span; what is beyond is dropped and counted.
  public var eventLimit = 128
  /// In characters, of attributes that are text; `nil`: none.
  public var valueLengthLimit: Int?

  /// The defaults.
  public init() {}
}
