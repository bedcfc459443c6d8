import TOML

/// The URL of a collector. One with a password in it is refused, and no message repeats it.
struct EndpointKind: ValueKind {
  let requirement = "a URL such as http://localhost:4318"

  func read(_ item: TOMLItem, named name: String, into problems: inout [Problem]) -> String? {
    guard case .string(let text) = item.value else {
      problems.append(mismatch(item, named: name, mend: "put it in quotes"))
      return nil
    }
    guard let separator = text.firstRange(of: "://"),
      ["http", "https"].contains(text[..<separator.lowerBound].lowercased())
    else {
      let mend =
        text.contains("@") ? nil : "write \(text.contains("://") ? "http://" : "http://\(text)")"
      problems.append(
        Problem(
          position: item.position,
          message: "\(name.quoted) must be \(requirement)"
            + (mend.map { ", not \(item.value.summary); \($0.printable)" } ?? "")))
      return nil
    }
    let authority = text[separator.upperBound...].prefix { !"/?#".contains($0) }
    let problem: String? =
      if authority.contains("@") {
        "has a user in it; send the password with telemetry.headers_file"
      } else if authority.isEmpty || authority.contains(where: \.isWhitespace) {
        "has no host; write one like http://localhost:4318"
      } else {
        nil
      }
    guard let problem else { return text }
    problems.append(Problem(position: item.position, message: "\(name.quoted) \(problem)"))
    return nil
  }

  func value(ofText text: String) -> TOMLValue {
    .string(text)
  }

  func toml(_ value: String) -> String {
    value.toml
  }
}
