/// The names of tools by their ids, asked for one by one: few of many may be wanted.
final class ToolNames {
  private let statement: AnalysisStatement
  private var names: [Int64: RawText] = [:]

  init(_ connection: AnalysisConnection) throws {
    statement = try connection.prepare(AnalysisSQL.tool)
  }

  /// `nil` when no tool has this id.
  func name(of id: Int64) throws -> RawText? {
    if let name = names[id] { return name }
    defer { statement.reset() }
    statement.bind(id, at: 0)
    guard try statement.step() else { return nil }
    let name = statement.text(0)
    names[id] = name
    return name
  }
}
