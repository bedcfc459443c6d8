internal import Store

/// Finds libraries that are another version for tools of both runs, new to them, or no longer used by
/// them.
///
/// Mostly two runs have used the same: then their lists, which are short, are equal, and nobody asks
/// which of the many processes used what.
struct LibraryDifferences {
  private let match: RunMatch

  private struct Name: Hashable {
    let kind: String
    let name: RawText
  }

  init(_ match: RunMatch) {
    self.match = match
  }

  func all() throws -> [LibraryDifference] {
    let left = try named(match.before)
    let right = try named(match.after)
    let different = Set(left.keys).union(right.keys).filter { name in
      Set((left[name] ?? []).map(\.build)) != Set((right[name] ?? []).map(\.build))
    }
    guard !different.isEmpty else { return [] }
    let users = (
      try users(match.before, different.flatMap { left[$0] ?? [] }),
      try users(match.after, different.flatMap { right[$0] ?? [] })
    )
    let common = commonTools()
    return different.compactMap { name in
      let (before, after) = (left[name] ?? [], right[name] ?? [])
      let tools = common.filter { tool in
        let old = Set(before.filter { users.0[$0.id, default: []].contains(tool) }.map(\.build))
        let new = Set(after.filter { users.1[$0.id, default: []].contains(tool) }.map(\.build))
        return old != new
      }
      guard !tools.isEmpty else { return nil }
      return LibraryDifference(
        kind: name.kind, name: name.name,
        before: before.filter { !users.0[$0.id, default: []].isDisjoint(with: tools) },
        after: after.filter { !users.1[$0.id, default: []].isDisjoint(with: tools) },
        tools: tools.sorted())
    }.sorted { left, right in
      // Another version says more than one that came or went.
      let (first, second) = (
        left.before.isEmpty || left.after.isEmpty, right.before.isEmpty || right.after.isEmpty
      )
      if first != second { return second }
      return left.tools.count != right.tools.count
        ? left.tools.count > right.tools.count : left.name < right.name
    }
  }

  private func named(_ side: ComparedSide) throws -> [Name: [LibraryAnalysis.Library]] {
    Dictionary(grouping: try side.source.libraries(of: side.run)) {
      Name(kind: $0.kind, name: $0.name)
    }
  }

  private func users(
    _ side: ComparedSide, _ libraries: [LibraryAnalysis.Library]
  ) throws -> [Int64: Set<RawText>] {
    try side.source.tools(using: Set(libraries.map(\.id)), in: side.run).mapValues { places in
      Set(places.map { side.tool($0) })
    }
  }

  /// Tools with counterparts.
  private func commonTools() -> Set<RawText> {
    Set(match.matching.pairs.map { match.after.tool(of: $0.after) })
      .intersection(match.matching.pairs.map { match.before.tool(of: $0.before) })
  }
}

extension LibraryAnalysis.Library {
  /// What tells it from another one of its name.
  fileprivate var build: RawText { buildID ?? version ?? path }
}
