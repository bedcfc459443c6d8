/// Finds what a mistyped name was meant to be.
enum NearestName {
  /// The candidate that takes the fewest changes to write, unless all take many: a third of its
  /// letters, and at least one, may be wrong. Of equal ones the first.
  static func nearest(to name: String, in candidates: [String]) -> String? {
    var best: (candidate: String, distance: Int)?
    for candidate in candidates {
      let limit = max(1, candidate.count / 3)
      guard abs(candidate.count - name.count) <= limit else { continue }
      let distance = distance(Array(name.lowercased()), Array(candidate.lowercased()))
      if distance <= limit, distance < best?.distance ?? .max { best = (candidate, distance) }
    }
    return best?.candidate
  }

  /// Letters to insert, delete or replace (Levenshtein).
  private static func distance(_ first: [Character], _ second: [Character]) -> Int {
    var last = Array(0...second.count)
    for (i, letter) in first.enumerated() {
      var row = [i + 1]
      for (j, other) in second.enumerated() {
        row.append(min(last[j] + (letter == other ? 0 : 1), last[j + 1] + 1, row[j] + 1))
      }
      last = row
    }
    return last[second.count]
  }
}
