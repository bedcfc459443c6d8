internal import Store

extension CoveredFunction {
  /// What is known of a function from two coverages: a hit wins, the earliest is kept, hits are
  /// added. Each part is chosen by itself and by its value, so that the order does not matter.
  func merged(with other: CoveredFunction) -> CoveredFunction {
    var merged = self
    merged.size = max(size, other.size)
    merged.inlinedCopies = max(inlinedCopies, other.inlinedCopies)
    merged.name = Self.name(name, other.name)
    merged.linkageName = Self.name(linkageName, other.linkageName)
    if other.placeKey < placeKey { (merged.file, merged.line) = (other.file, other.line) }
    merged.attachedAt = CoverageMerge.known(attachedAt, other.attachedAt, min)
    merged.hits = hits.addingClamped(other.hits)
    if rank == other.rank {
      merged.reason = CoverageMerge.known(reason, other.reason, min)
    } else if rank < other.rank {
      (merged.state, merged.reason) = (other.state, other.reason)
    }
    if other.hitKey < hitKey {
      (merged.hitAt, merged.pid) = (other.hitAt, other.pid)
      (merged.processID, merged.test) = (other.processID, other.test)
    }
    return merged
  }

  /// Where no probe can be put stays so, but for what ran all the same. What one coverage left out
  /// of its scope is what the other says it is.
  private var rank: Int {
    switch state {
    case .hit: 7
    case .ineligible:
      reason?.bytes.starts(with: CoverageSummary.outOfScopeReason.bytes) == true ? 0 : 6
    case .retired: 5
    case .attached: 4
    case .deferred: 3
    case .failed: 2
    case .expected: 1
    }
  }

  /// The lesser is the better known.
  private var placeKey: (Int, RawText, Int64) {
    (file == nil ? 1 : 0, file ?? "", line ?? .max)
  }

  /// The lesser is the earlier hit; one without a time comes after all that have one.
  private var hitKey: (Int64, Int64, Int64, Int, RawText) {
    (
      hitAt?.nanoseconds ?? .max, pid ?? .max, processID ?? .max, test == nil ? 1 : 0, test ?? ""
    )
  }

  private static func name(_ left: RawText, _ right: RawText) -> RawText {
    if left.isEmpty || right.isEmpty { return left.isEmpty ? right : left }
    return min(left, right)
  }
}
