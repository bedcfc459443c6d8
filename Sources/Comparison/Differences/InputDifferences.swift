internal import Store

/// Finds files that one of the runs alone read, or of which another number of bytes was read.
struct InputDifferences {
  private let match: RunMatch

  init(_ match: RunMatch) {
    self.match = match
  }

  /// What cannot be read comes first, then what is gone and new, then sizes; by path.
  func all() throws -> [InputDifference] {
    let (left, right) = (try inputs(match.before), try inputs(match.after))
    var differences: [InputDifference] = []
    for (key, input) in right {
      guard let earlier = left[key] else {
        if input.error == nil { differences.append(difference(.new, input, match.after)) }
        continue
      }
      switch (earlier.error, input.error) {
      case (nil, _?): differences.append(difference(.unreadable, input, match.after))
      case (_?, nil): differences.append(difference(.new, input, match.after))
      case (nil, nil):
        guard let bytes = otherSize(earlier, input) else { continue }
        var size = difference(.size, input, match.after)
        size.bytes = bytes
        differences.append(size)
      default: break
      }
    }
    for (key, input) in left where right[key] == nil && input.error == nil {
      differences.append(difference(.gone, input, match.before))
    }
    let order: [InputDifference.Kind] = [.unreadable, .gone, .new, .size]
    return differences.sorted { one, other in
      let (first, second) = (order.firstIndex(of: one.kind), order.firstIndex(of: other.kind))
      return first != second ? (first ?? 0) < (second ?? 0) : one.path < other.path
    }
  }

  private func inputs(_ side: ComparedSide) throws -> [[UInt8]: ComparedInput] {
    try side.source.inputs(of: side.run).reduce(into: [:]) {
      $0[try side.comparable(path: $1.path)] = $1
    }
  }

  private func difference(
    _ kind: InputDifference.Kind, _ input: ComparedInput, _ side: ComparedSide
  ) -> InputDifference {
    InputDifference(
      kind: kind, path: input.path, bytes: nil, error: input.error,
      tools: input.tools.map { side.tool($0) }.sorted())
  }

  /// The bytes that were read, when they were counted and differ: a reader may stop anywhere within a
  /// page, so less than that is nothing.
  private func otherSize(_ before: ComparedInput, _ after: ComparedInput) -> Change? {
    guard let first = before.bytesRead, let second = after.bytesRead else { return nil }
    let change = Change(before: first, after: second)
    let limit = max(4096, UInt64(0.01 * Double(first)))
    return change.difference.magnitude >= limit ? change : nil
  }
}
