public import Store

/// How many functions there are, how many could have been seen, and how many were.
public struct CoverageSummary: Equatable, Sendable {
  /// Of which a probe was there for at least some of the time, or should have been.
  public private(set) var inScope: Int64 = 0
  /// Of those in scope, which ran.
  public private(set) var hit: Int64 = 0
  /// All functions that have code of their own.
  public private(set) var functions: Int64 = 0
  /// Further names of functions.
  public private(set) var aliases: Int64 = 0
  /// Where no probe can be put, by reason.
  public private(set) var ineligible: [RawText: Int64] = [:]
  /// Which nobody asked for.
  public private(set) var outOfScope: Int64 = 0
  /// Of which nothing is left but copies inside of others: they cannot be seen.
  public private(set) var inlinedAway: Int64 = 0
  /// In scope; no probe was there for want of budget.
  public private(set) var deferred: Int64 = 0
  /// In scope and not seen; the probe was taken away before the end.
  public private(set) var retired: Int64 = 0
  /// In scope; no probe could be put there.
  public private(set) var failed: Int64 = 0
  /// In scope; nobody came to put a probe there.
  public private(set) var neverTried: Int64 = 0

  /// What `reason` says, or begins with, of a function that nobody asked for.
  public static let outOfScopeReason: RawText = "out of scope"
  private static let noReason: RawText = "no reason given"

  /// Counts nothing.
  public init() {}

  /// Counts a document.
  public init(_ document: CoverageDocument) {
    for object in document.objects { count(object) }
  }

  /// Counts an object.
  public init(_ object: CoveredObject) {
    count(object)
  }

  /// Names that were found: functions and their aliases.
  public var found: Int64 { functions.addingClamped(aliases) }
  /// In scope and without a probe: whether they ran is not known.
  public var notWatched: Int64 { deferred + failed + neverTried }
  /// In scope, and watched to the end without having been seen.
  public var notSeen: Int64 { inScope - hit - notWatched - retired }
  /// Of the functions in scope, from 0 to 100; `nil` when there are none.
  public var percent: Double? { inScope > 0 ? Double(hit) * 100 / Double(inScope) : nil }

  private mutating func count(_ object: CoveredObject) {
    aliases = aliases.addingClamped(object.aliases)
    inlinedAway += Int64(object.inlinedAway.count)
    for function in object.functions { count(function) }
  }

  private mutating func count(_ function: CoveredFunction) {
    functions += 1
    if !function.isInScope {
      if function.isOutOfScope {
        outOfScope += 1
      } else {
        ineligible[function.reason ?? Self.noReason, default: 0] += 1
      }
      return
    }
    inScope += 1
    if function.isHit {
      hit += 1
      return
    }
    switch function.state {
    case .deferred: deferred += 1
    case .failed: failed += 1
    case .expected: neverTried += 1
    case .retired: retired += 1
    case .attached, .hit, .ineligible: break
    }
  }
}

extension CoveredFunction {
  /// Whether it could have been seen, or should have been. What ran was in scope, whatever else is
  /// said of it.
  public var isInScope: Bool { isHit || state != .ineligible }

  /// Whether nobody asked for it.
  public var isOutOfScope: Bool {
    guard !isInScope, let reason else { return false }
    return reason.bytes.starts(with: CoverageSummary.outOfScopeReason.bytes)
  }

  /// Whether a probe was there at some time. One without is neither seen nor unseen.
  public var isWatched: Bool {
    isHit || state == .attached || state == .retired
  }
}
