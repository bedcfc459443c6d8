extension StringProtocol {
  /// What others wrote, for a terminal or a log: control characters and what turns the direction of
  /// writing become spaces, which are then collapsed, and the end is cut off.
  package func harmless(limit: Int) -> String {
    var result = ""
    var count = 0
    var isAfterSpace = true
    for scalar in unicodeScalars {
      guard count < limit else { return result + "…" }
      let isSpace = scalar == " " || scalar.isHarmful
      defer { isAfterSpace = isSpace }
      if isSpace, isAfterSpace { continue }
      result.unicodeScalars.append(isSpace ? " " : scalar)
      count += 1
    }
    if result.last == " " { result.removeLast() }
    return result
  }
}

extension Unicode.Scalar {
  fileprivate var isHarmful: Bool {
    switch properties.generalCategory {
    case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: true
    default: false
    }
  }
}
