extension Baggage {
  /// Reads a `baggage` header. Entries that are malformed, and those past the limits, are left out.
  public init(header: String) {
    guard header.utf8.count <= Self.sizeLimit else { return }
    for member in header.split(separator: ",").prefix(Self.countLimit) {
      let parts = member.split(separator: ";", maxSplits: 1, omittingEmptySubsequences: false)
      let pair = parts[0].split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard pair.count == 2 else { continue }
      let key = pair[0].trimmed
      let value = pair[1].trimmed
      guard HTTPToken.isValid(key) else { continue }
      set(
        Entry(
          key: String(key), value: PercentCoding.decoded(value) ?? String(value),
          properties: parts.count == 2 ? String(parts[1].trimmed) : ""))
    }
  }

  /// As the header has it. Entries whose key is no token, and those past the limits, are left out.
  public var header: String {
    var text = ""
    for entry in entries.prefix(Self.countLimit) where HTTPToken.isValid(entry.key[...]) {
      var member = "\(entry.key)=\(PercentCoding.encodedForBaggage(entry.value))"
      if !entry.properties.isEmpty { member += ";\(entry.properties)" }
      let separator = text.isEmpty ? "" : ","
      guard text.utf8.count + separator.utf8.count + member.utf8.count <= Self.sizeLimit else {
        continue
      }
      text += separator + member
    }
    return text
  }
}
