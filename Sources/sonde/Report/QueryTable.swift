import Store

/// A query's result as a table for people.
///
/// The widths of the columns are those of the first rows; after these each row is written as it
/// comes, and a value that is wider moves what follows it.
struct QueryTable {
  private static let measuredRows = 1000

  private let output: BufferedOutput
  private let style: TextStyle
  /// Where longer values are cut; `nil`: nowhere.
  private let cellLimit: Int?
  private var titles: [String] = []
  private var widths: [Int] = []
  private var isNumeric: [Bool] = []
  private var waiting: [[String]] = []
  private var isMeasuring = true

  init(_ output: BufferedOutput, style: TextStyle, cellLimit: Int?) {
    self.output = output
    self.style = style
    self.cellLimit = cellLimit
  }

  mutating func begin(_ columns: [String]) {
    titles = columns.map { TerminalText.escaped($0) }
    widths = titles.map(TerminalText.width)
    isNumeric = Array(repeating: true, count: columns.count)
  }

  mutating func add(_ values: [QueryValue]) throws {
    let row = values.map(cell)
    guard isMeasuring else { return try write(row) }
    for (index, value) in values.enumerated() {
      widths[index] = max(widths[index], TerminalText.width(row[index]))
      switch value {
      case .text, .blob: isNumeric[index] = false
      default: break
      }
    }
    waiting.append(row)
    if waiting.count == Self.measuredRows { try writeWaiting() }
  }

  mutating func end() throws {
    if isMeasuring { try writeWaiting() }
  }

  private mutating func writeWaiting() throws {
    isMeasuring = false
    try write(titles, emphasis: .strong)
    for row in waiting { try write(row) }
    waiting = []
  }

  private func write(_ row: [String], emphasis: TextStyle.Emphasis? = nil) throws {
    var line = ""
    for (index, cell) in row.enumerated() {
      if index > 0 { line += "  " }
      let padding = String(
        repeating: " ", count: max(widths[index] - TerminalText.width(cell), 0))
      if isNumeric[index] {
        line += padding + cell
      } else {
        line += index == row.count - 1 ? cell : cell + padding
      }
    }
    try output.write((emphasis.map { style.emphasised(line, $0) } ?? line).utf8)
    try output.write("\n".utf8)
  }

  private func cell(_ value: QueryValue) -> String {
    let text =
      switch value {
      case .null: ""
      case .integer(let integer): String(integer)
      case .real(let real): "\(real)"
      case .text(let text): TerminalText.escaped(text)
      case .blob(let bytes): QueryLines.literal(bytes)
      }
    return cellLimit.map { TerminalText.cut(text, to: $0) } ?? text
  }
}
