/// Under which licence a crate stands. RO-Crate demands one, and the evidence has none.
struct CrateLicense {
  let identifier: String
  private let name: String
  private let description: String

  init(_ text: String?) {
    guard let text else {
      identifier = "#license"
      name = "No licence stated"
      description = "Nobody has stated a licence for what this crate describes."
      return
    }
    let isAddress =
      ["http://", "https://"].contains(where: text.hasPrefix)
      && text.utf8.allSatisfy { $0 > 0x20 && $0 < 0x7f && !#"<>"{}|\^`"#.utf8.contains($0) }
    identifier = isAddress ? text : "#license"
    name = text
    description = "As was stated when this crate was written."
  }

  func write(to graph: inout CrateGraph) throws {
    try graph.begin(identifier, "CreativeWork")
    try graph.add("name", name)
    try graph.add("description", description)
    try graph.end()
  }
}
