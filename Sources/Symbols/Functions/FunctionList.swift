/// Makes functions, one for each offset, of what the sources found.
struct FunctionList {
  let functions: [CodeFunction]
  /// Positions of the sources that gave a name or a beginning that no earlier one had.
  let contributors: Set<Int>

  init(_ found: [FoundCode]) {
    let sorted = found.sorted { one, other in
      one.offset != other.offset ? one.offset < other.offset : one.isPreferred(to: other)
    }
    var functions: [CodeFunction] = []
    var contributors: Set<Int> = []
    var start = 0
    while start < sorted.count {
      var end = start + 1
      while end < sorted.count, sorted[end].offset == sorted[start].offset { end += 1 }
      functions.append(Self.function(of: sorted[start..<end], &contributors))
      start = end
    }
    self.functions = functions
    self.contributors = contributors
  }

  private static func function(
    of names: ArraySlice<FoundCode>, _ contributors: inout Set<Int>
  ) -> CodeFunction {
    let best = names[names.startIndex]
    let size = best.size > 0 ? best.size : names.reduce(0) { max($0, $1.size) }
    var aliases: [String] = []
    if names.count == 1 {
      contributors.insert(best.source)
    } else {
      var first: [String: Int] = [:]
      for other in names {
        if let known = first[other.name] {
          first[other.name] = min(known, other.source)
        } else {
          first[other.name] = other.source
          if !other.name.isEmpty, other.name != best.name { aliases.append(other.name) }
        }
      }
      contributors.formUnion(first.values)
    }
    return CodeFunction(
      offset: best.offset, size: size,
      linkageName: best.name.isEmpty ? "sub_" + String(best.offset, radix: 16) : best.name,
      aliases: aliases, ineligible: ineligibility(of: names))
  }

  private static func ineligibility(of names: ArraySlice<FoundCode>) -> Ineligibility? {
    if let told = names.lazy.compactMap(\.ineligible).first { return told }
    if names.contains(where: { Ineligibility.isStartup($0.name) }) { return .startup }
    return names.allSatisfy { Ineligibility.isPart($0.name) } ? .part : nil
  }
}
