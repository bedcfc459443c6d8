/// Makes functions, one for each offset, of what the sources found.
struct FunctionList {
  let functions: [CodeFunction]
  /// Positions of the sources that gave a name or a beginning that no earlier one had.
  let contributors: Set<Int>

  /// `isGo`: names are Go's, in which `main.cold` is a function like any other.
  init(_ found: [FoundCode], isGo: Bool) {
    // Only numbers are moved: most offsets have one name, and need no comparison of names.
    let order = found.indices.sorted { found[$0].offset < found[$1].offset }
    var functions: [CodeFunction] = []
    functions.reserveCapacity(found.count)
    var contributors: Set<Int> = []
    var start = 0
    while start < order.count {
      let offset = found[order[start]].offset
      var end = start + 1
      while end < order.count, found[order[end]].offset == offset { end += 1 }
      if end == start + 1 {
        functions.append(Self.function(of: found[order[start]], isGo: isGo, &contributors))
      } else {
        let names = order[start..<end].map { found[$0] }.sorted { $0.isPreferred(to: $1) }
        functions.append(Self.function(of: names, isGo: isGo, &contributors))
      }
      start = end
    }
    self.functions = functions
    self.contributors = contributors
  }

  private static func function(
    of only: FoundCode, isGo: Bool, _ contributors: inout Set<Int>
  ) -> CodeFunction {
    contributors.insert(only.source)
    return function(
      of: only, aliases: [], size: only.size, ineligible: ineligibility(of: only, isGo: isGo))
  }

  private static func function(
    of names: [FoundCode], isGo: Bool, _ contributors: inout Set<Int>
  ) -> CodeFunction {
    let best = names[0]
    var aliases: [String] = []
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
    let reasons = names.map { ineligibility(of: $0, isGo: isGo) }
    // A piece is one only if nothing calls it by another name; all else is true of the code.
    let isPart = reasons.allSatisfy { $0 == .part }
    return function(
      of: best, aliases: aliases,
      size: best.size > 0 ? best.size : names.reduce(0) { max($0, $1.size) },
      ineligible: isPart ? .part : reasons.lazy.compactMap(\.self).first { $0 != .part })
  }

  private static func function(
    of best: FoundCode, aliases: [String], size: UInt64, ineligible: Ineligibility?
  ) -> CodeFunction {
    CodeFunction(
      offset: best.offset, size: size,
      linkageName: best.name.isEmpty ? "sub_" + String(best.offset, radix: 16) : best.name,
      aliases: aliases, ineligible: ineligible)
  }

  private static func ineligibility(of found: FoundCode, isGo: Bool) -> Ineligibility? {
    if let told = found.ineligible { return told }
    if Ineligibility.isStartup(found.name) { return .startup }
    return !isGo && Ineligibility.isPart(found.name) ? .part : nil
  }
}
