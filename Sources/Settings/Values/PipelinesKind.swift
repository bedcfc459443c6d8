import TOML

/// Named lists of executables.
struct PipelinesKind: ValueKind {
  private let executables: ListKind = .executables

  var requirement: String { "a table of pipelines, each \(executables.requirement)" }

  func read(
    _ item: TOMLItem, named name: String, into problems: inout [Problem]
  ) -> [Settings.Pipeline]? {
    guard case .table(let table) = item.value else {
      problems.append(mismatch(item, named: name))
      return nil
    }
    let before = problems.count
    let pipelines = table.entries.compactMap { entry -> Settings.Pipeline? in
      if let problem = ListKind.nameProblem(entry.key) {
        problems.append(
          Problem(
            position: entry.keyPosition,
            message: "the pipeline \(entry.key.quoted) in \(name.quoted) \(problem)"))
      }
      return executables.read(entry.item, named: "\(name).\(entry.key)", into: &problems)
        .map { Settings.Pipeline(name: entry.key, executables: $0) }
    }
    let count = Set(pipelines.flatMap(\.executables)).count
    let wholeProblem: String? =
      if pipelines.isEmpty, table.entries.isEmpty {
        "is empty, so no program would match; remove it to follow every program"
      } else if count > executables.limit {
        "names \(count) executables; at most \(executables.limit) fit"
      } else {
        nil
      }
    if let wholeProblem {
      problems.append(
        Problem(position: item.position, message: "\(name.quoted) \(wholeProblem)"))
    }
    return problems.count == before ? pipelines : nil
  }

  func toml(_ value: [Settings.Pipeline]) -> String {
    let pipelines = value.map { "\($0.name.toml) = \(executables.toml($0.executables))" }
    return "{ \(pipelines.joined(separator: ", ")) }"
  }
}
