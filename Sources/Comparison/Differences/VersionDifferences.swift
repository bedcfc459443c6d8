internal import Store

/// Finds counterparts whose program is another build.
struct VersionDifferences {
  /// Counterparts of which it cannot be said.
  private(set) var unknown = 0
  private var tools: [Key: Set<RawText>] = [:]

  private struct Key: Hashable {
    let before: ComparedProgram
    let after: ComparedProgram
  }

  init(_ match: RunMatch) {
    let (left, right) = (match.before, match.after)
    for pair in match.matching.pairs {
      let (first, second) = (left.processes[pair.before], right.processes[pair.after])
      guard first.hasExecuted, second.hasExecuted, first.executionID != 0, second.executionID != 0
      else { continue }
      guard first.program >= 0, second.program >= 0 else {
        unknown += 1
        continue
      }
      let key = Key(
        before: left.run.programs[Int(first.program)],
        after: right.run.programs[Int(second.program)])
      switch key.after.isSameBuild(as: key.before) {
      case nil: unknown += 1
      case true?: break
      case false?: tools[key, default: []].insert(right.tool(second.tool))
      }
    }
  }

  /// Those that run the most tools first.
  func all() -> [VersionDifference] {
    tools.map { key, tools in
      VersionDifference(before: key.before, after: key.after, tools: tools.sorted())
    }.sorted { left, right in
      left.tools.count != right.tools.count
        ? left.tools.count > right.tools.count : left.after.path < right.after.path
    }
  }
}

extension ComparedProgram {
  /// `nil` when nothing is known to tell by. Another place is not another build.
  fileprivate func isSameBuild(as other: ComparedProgram) -> Bool? {
    if let buildID, let theirs = other.buildID { return buildID == theirs }
    if let package, let version, other.package == package { return version == other.version }
    return nil
  }
}
