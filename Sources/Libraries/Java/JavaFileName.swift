/// An archive's name by Maven's convention: `ARTIFACT-VERSION[-CLASSIFIER].jar`.
///
/// Artifacts have digits (`log4j-1.2-api-2.17.1`), versions have dashes (`1.0-beta-2`,
/// `31.1-jre`), and nothing marks where a classifier begins. So: the version is the last run of
/// parts that begin with a digit or are words which versions have, beginning with a digit.
struct JavaFileName {
  let artifact: [UInt8]
  let version: String?

  private static let qualifiers: Set = [
    "alpha", "android", "b", "beta", "build", "cr", "dev", "ea", "fcs", "final", "ga", "incubating",
    "jre", "m", "milestone", "p", "pre", "preview", "r", "rc", "release", "rev", "snapshot", "sp",
  ]

  init(_ name: some Sequence<UInt8>) {
    let stem = [UInt8]([UInt8](name).dropLast(4))
    let parts = stem.split(separator: .dash, omittingEmptySubsequences: false)
    guard var start = parts.lastIndex(where: { $0.first?.isDigit == true }), start > 0 else {
      artifact = stem
      version = nil
      return
    }
    var end = start + 1
    while end < parts.count, Self.isQualifier(parts[end]) { end += 1 }
    while let before = Self.runStart(parts, before: start) { start = before }
    artifact = [UInt8](parts[..<start].joined(separator: [UInt8.dash]))
    version = String(
      decoding: [UInt8](parts[start..<end].joined(separator: [UInt8.dash])), as: UTF8.self)
  }

  /// Where the version begins earlier: at a digit that only words of versions part from here.
  private static func runStart(_ parts: [ArraySlice<UInt8>], before start: Int) -> Int? {
    var index = start - 1
    while index > 0, isQualifier(parts[index]) { index -= 1 }
    return index > 0 && parts[index].first?.isDigit == true ? index : nil
  }

  private static func isQualifier(_ part: ArraySlice<UInt8>) -> Bool {
    let word = part.map(\.lowercased).prefix { (0x61...0x7A).contains($0) }
    let rest = part.dropFirst(word.count)
    guard rest.allSatisfy({ $0.isDigit || $0 == .dot }) else { return false }
    return qualifiers.contains(String(decoding: word, as: UTF8.self))
  }
}
