internal import Store

extension CoverageMerge {
  /// Objects by their build ids, in the order of their paths.
  static func objects(_ objects: [CoveredObject]) -> [CoveredObject] {
    Dictionary(grouping: objects, by: \.buildID).values.map(object)
      .sorted { ($0.path, $0.buildID) < ($1.path, $1.buildID) }
  }

  /// Objects of one build id as one.
  private static func object(_ objects: [CoveredObject]) -> CoveredObject {
    var result = objects[0]
    for object in objects.dropFirst() {
      result.path = min(result.path, object.path)
      result.kind = min(result.kind, object.kind)
      result.namesFrom += object.namesFrom
      result.aliases = max(result.aliases, object.aliases)
      result.hasLines = result.hasLines || object.hasLines
      result.lateMilliseconds = known(result.lateMilliseconds, object.lateMilliseconds, max)
      result.functions = functions(result.functions, object.functions)
      result.inlinedAway += object.inlinedAway
    }
    result.namesFrom = Set(result.namesFrom).sorted()
    result.error = errors(objects.compactMap(\.error))
    result.inlinedAway = inlined(result.inlinedAway)
    return result
  }

  /// Each error once; an error of several that were merged before is taken apart again.
  private static func errors(_ errors: [RawText]) -> RawText? {
    guard !errors.isEmpty else { return nil }
    let separator = Array("; ".utf8)
    let parts = Set(errors.flatMap { $0.bytes.split(separator: separator).map(Array.init) })
    let sorted = parts.sorted { $0.lexicographicallyPrecedes($1) }
    return RawText(Array(sorted.joined(separator: separator)))
  }

  private static func inlined(_ functions: [InlinedFunction]) -> [InlinedFunction] {
    var merged: [[RawText?]: InlinedFunction] = [:]
    for function in functions {
      let line = function.line.map { RawText("\($0)") }
      let key = [function.linkageName, function.name, function.file, line]
      let copies = max(merged[key]?.copies ?? 0, function.copies)
      merged[key] = function
      merged[key]?.copies = copies
    }
    return merged.values.sorted { left, right in
      let (leftNames, rightNames) = (
        (left.linkageName, left.name, left.file ?? ""),
        (right.linkageName, right.name, right.file ?? "")
      )
      return leftNames == rightNames
        ? left.line ?? 0 < right.line ?? 0 : leftNames < rightNames
    }
  }

  // MARK: Functions

  /// Both are in the order of their offsets, and so is the result.
  private static func functions(
    _ left: [CoveredFunction], _ right: [CoveredFunction]
  ) -> [CoveredFunction] {
    var result: [CoveredFunction] = []
    result.reserveCapacity(max(left.count, right.count))
    var (leftRest, rightRest) = (left[...], right[...])
    while let first = leftRest.first, let second = rightRest.first {
      if first.offset < second.offset {
        result.append(leftRest.removeFirst())
      } else if first.offset > second.offset {
        result.append(rightRest.removeFirst())
      } else {
        result.append(leftRest.removeFirst().merged(with: rightRest.removeFirst()))
      }
    }
    return result + leftRest + rightRest
  }
}
