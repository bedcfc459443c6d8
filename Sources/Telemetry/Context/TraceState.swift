/// The `tracestate` of Trace Context: what the systems on a trace's way noted for themselves.
///
/// https://www.w3.org/TR/trace-context/#tracestate-header
enum TraceState {
  private static let countLimit = 32

  /// The header without empty members and spaces around members; empty when it is malformed, for
  /// then the whole of it is to be ignored.
  static func validated(_ header: String) -> String {
    let members = header.split(separator: ",").map(\.trimmed).filter { !$0.isEmpty }
    guard members.count <= countLimit else { return "" }
    var keys: Set<Substring> = []
    for member in members {
      let parts = member.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard parts.count == 2, isKey(parts[0]), isValue(parts[1]), keys.insert(parts[0]).inserted
      else { return "" }
    }
    return members.joined(separator: ",")
  }

  private static func isKey(_ key: Substring) -> Bool {
    guard let first = key.utf8.first, key.utf8.count <= 256, isLetterOrDigit(first) else {
      return false
    }
    return key.utf8.allSatisfy { isLetterOrDigit($0) || "_-*/@".utf8.contains($0) }
  }

  private static func isValue(_ value: Substring) -> Bool {
    let bytes = value.utf8
    return (1...256).contains(bytes.count)
      && bytes.allSatisfy { (0x20...0x7e).contains($0) && $0 != UInt8(ascii: "=") }
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte)
      || (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte)
  }
}
