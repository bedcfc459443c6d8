/// What a CWL document says that helps to tell which step a command is of.
struct CWLDocument: Sendable {
  /// A command-line tool that a step of a workflow runs, or that is run alone.
  struct Tool: Sendable, Equatable {
    /// The step of the workflow; `nil` for a tool by itself.
    var step: String?
    /// What the tool is called: its `id`, or the document it is alone in.
    var name: String
    /// The beginning of its command.
    var command: [String]
  }

  /// Tools by the document's path, or by that and `#id`.
  private(set) var tools: [String: Tool] = [:]
  /// Steps of workflows: their name, and which tool they run.
  private(set) var steps: [(name: String, tool: String)] = []

  /// - Parameter path: the document's own, absolute.
  init?(path: String, text: String) {
    guard let root = DocumentParser.parse(text) else { return nil }
    if let graph = root["$graph"]?.list {
      for node in graph {
        let id = node["id"]?.text.map(Self.fragment) ?? "main"
        read(node, reference: "\(path)#\(id)", name: id, path: path)
      }
    } else {
      let file = path.baseName
      let name = file.hasSuffix(".cwl") ? String(file.dropLast(4)) : file
      read(root, reference: path, name: root["id"]?.text.map(Self.fragment) ?? name, path: path)
    }
  }

  private mutating func read(_ node: DocumentNode, reference: String, name: String, path: String) {
    switch node["class"]?.text {
    case "CommandLineTool":
      let command = Self.command(of: node)
      if !command.isEmpty { tools[reference] = Tool(step: nil, name: name, command: command) }
    case "Workflow":
      for (step, value) in Self.named(node["steps"]) {
        read(step: step, value, workflow: reference, path: path)
      }
    default: break
    }
  }

  private mutating func read(
    step: String, _ node: DocumentNode, workflow: String, path: String
  ) {
    guard let run = node["run"] else { return }
    guard let text = run.text else {
      let reference = "\(workflow)/\(step)"
      read(run, reference: reference, name: step, path: path)
      if tools[reference] != nil { steps.append((step, reference)) }
      return
    }
    steps.append((step, Self.resolve(text, in: path)))
  }

  /// `align.cwl`, `../tools/align.cwl`, `#align` or `tools.cwl#align`, from a document's place.
  private static func resolve(_ reference: String, in path: String) -> String {
    if reference.hasPrefix("#") { return path + reference }
    if reference.hasPrefix("/") { return reference }
    if reference.hasPrefix("file://") { return String(reference.dropFirst("file://".count)) }
    var parts = path.split(separator: "/").dropLast()
    for part in reference.split(separator: "/") {
      switch part {
      case ".": continue
      case "..": parts = parts.dropLast()
      default: parts.append(part)
      }
    }
    return "/" + parts.joined(separator: "/")
  }

  /// `baseCommand`, or what `arguments` begins with.
  private static func command(of tool: DocumentNode) -> [String] {
    if let text = tool["baseCommand"]?.text, !text.isEmpty { return [text] }
    let list = tool["baseCommand"]?.list ?? tool["arguments"]?.list ?? []
    // An expression is known only once the job is made.
    return list.prefix { $0.text.map { !$0.contains("$") } ?? false }.compactMap(\.text)
  }

  /// The members of a map by name, or of a list by `id`.
  private static func named(_ node: DocumentNode?) -> [(String, DocumentNode)] {
    switch node {
    case .map(let members): members.map { ($0.key, $0.value) }
    case .list(let items):
      items.compactMap { item in item["id"]?.text.map { (fragment($0), item) } }
    default: []
    }
  }

  private static func fragment(_ id: String) -> String {
    id.lastIndex(of: "#").map { String(id[id.index(after: $0)...]) } ?? id
  }
}
