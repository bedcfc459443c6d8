/// Finds what a mistyped word was meant to be.
package enum Spelling {
  /// The candidate nearest to `word`, unless all are far: a third of a candidate's letters, and
  /// at least one, may be wrong.
  package static func nearest(to word: String, in candidates: [String]) -> String? {
    let near = candidates.compactMap { candidate -> (candidate: String, distance: Int)? in
      let limit = max(1, candidate.count / 3)
      // Also keeps a word of any length cheap.
      guard abs(candidate.count - word.count) <= limit else { return nil }
      let distance = distance(word.lowercased(), candidate.lowercased())
      return distance <= limit ? (candidate, distance) : nil
    }
    return near.min { $0.distance < $1.distance }?.candidate
  }

  /// The least number of letters to insert, delete, replace or swap with their neighbour: the
  /// Damerau-Levenshtein distance in its restricted form, which changes no piece twice.
  static func distance(_ first: String, _ second: String) -> Int {
    let first = Array(first), second = Array(second)
    // Rows of the matrix of distances between beginnings.
    var beforeLast: [Int] = []
    var last = Array(0...second.count)
    for i in first.indices {
      var row = [i + 1]
      for j in second.indices {
        let replaced = last[j] + (first[i] == second[j] ? 0 : 1)
        var best = min(replaced, last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, first[i] == second[j - 1], first[i - 1] == second[j] {
          best = min(best, beforeLast[j - 1] + 1)
        }
        row.append(best)
      }
      (beforeLast, last) = (last, row)
    }
    return last[second.count]
  }
}
