import TOML

/// Where a server listens.
struct HostPortKind: ValueKind {
  let requirement = "a host and a port, such as localhost:9464"

  func read(_ item: TOMLItem, named name: String, into problems: inout [Problem]) -> String? {
    guard case .string(let text) = item.value, Self.isValid(text) else {
      problems.append(mismatch(item, named: name, mend: Self.mend(item.value)))
      return nil
    }
    return text
  }

  func value(ofText text: String) -> TOMLValue {
    .string(text)
  }

  func toml(_ value: String) -> String {
    value.toml
  }

  private static func isValid(_ text: String) -> Bool {
    guard let colon = text.lastIndex(of: ":"),
      UInt16(text[text.index(after: colon)...]) != nil
    else { return false }
    let host = text[..<colon]
    if host.first == "[", host.last == "]" { return host.count > 2 }
    return !host.isEmpty && !host.contains { $0.isWhitespace || "/:[]".contains($0) }
  }

  private static func mend(_ value: TOMLValue) -> String? {
    switch value {
    case .integer(let port): "write \"localhost:\(port)\""
    case .string(let text) where text.count(where: { $0 == ":" }) > 1:
      "an address with colons goes into brackets, as in [::1]:9464"
    case .string(let text) where text.hasPrefix(":"): "write the host; 0.0.0.0 is all of them"
    default: nil
    }
  }
}
