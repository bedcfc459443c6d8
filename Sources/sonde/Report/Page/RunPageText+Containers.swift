import Page
import Store

extension RunPageText {
  /// The containers and jobs that took part, and namespaces of nobody's.
  var containers: PageContents.Section? {
    let containers = report.containers.elements.filter { $0.kind != "unit" }
    guard !containers.isEmpty else { return nil }
    var section = PageContents.Section(
      anchor: "containers", heading: "Containers",
      note: "What was concluded from an engine's habit, and is said by nobody, is called inferred.")
    var table = PageContents.Table([
      "container", "engine", "image", "root", "node name", "#processes", "#CPU", "#peak memory",
      "#read", "#written",
    ])
    table.rows = containers.map(row)
    table.omitted = report.containers.omitted
    section.table = table
    return section
  }

  private func row(_ container: ContainerBrief) -> [PageContents.Cell] {
    func text(_ text: String?) -> PageContents.Cell {
      .init(text.map { TerminalText.escaped($0) } ?? "")
    }
    return [
      .init(TerminalText.escaped(RunReportText.words(container)), isCode: true),
      text(container.engine), text(container.image), text(container.rootType),
      text(container.nodeName), .init(Quantity.count(container.processes)),
      .init(container.cpuTime.map(Quantity.duration) ?? ""),
      .init(container.peakRSS.map(Quantity.size) ?? ""),
      .init(container.readBytes.map(Quantity.size) ?? ""),
      .init(container.writeBytes.map(Quantity.size) ?? ""),
    ]
  }
}
