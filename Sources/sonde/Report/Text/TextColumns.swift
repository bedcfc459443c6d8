/// A table of aligned columns. The last one takes what is left of the line and is cut to it.
struct TextColumns {
  enum Alignment {
    case left, right
  }

  private let columns: [(title: String, alignment: Alignment)]
  private var rows: [[String]] = []
  private static let gap = "  "

  init(_ columns: [(title: String, alignment: Alignment)]) {
    self.columns = columns
  }

  /// Adds a row of escaped texts, one for each column.
  mutating func add(_ row: [String]) {
    rows.append(row)
  }

  /// The lines of the table, the titles first.
  func lines(_ style: TextStyle, indent: String = "  ") -> [String] {
    let widths = columns.indices.map { index in
      ([columns[index].title] + rows.map { $0[index] }).map(TerminalText.width).max() ?? 0
    }
    let titles = line(columns.map(\.title), widths: widths, style, indent: indent)
    return [style.emphasised(titles, .faint)]
      + rows.map { line($0, widths: widths, style, indent: indent) }
  }

  private func line(
    _ row: [String], widths: [Int], _ style: TextStyle, indent: String
  ) -> String {
    var line = indent
    for (index, cell) in row.enumerated() {
      if index > 0 { line += Self.gap }
      let padding = String(repeating: " ", count: widths[index] - TerminalText.width(cell))
      let isLast = index == row.count - 1
      switch columns[index].alignment {
      case .right: line += padding + cell
      case .left: line += isLast ? cell : cell + padding
      }
    }
    let text = TerminalText.cut(line, to: style.columns)
    return String(text.reversed().drop { $0 == " " }.reversed())
  }
}
