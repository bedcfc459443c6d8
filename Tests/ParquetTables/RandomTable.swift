internal import Parquet
internal import SeededRandom

/// Makes tables that differ in all that a writer decides by: kinds, nulls, repetition, order,
/// extremes, and the sizes of row groups and pages.
public struct RandomTable: ~Copyable {
  private var random: SeededRandom

  /// Begins a sequence of tables; equal seeds give equal ones.
  public init(seed: UInt64) {
    random = SeededRandom(seed: seed)
  }

  /// The next table.
  public mutating func next() -> Table {
    let rows = rowCount()
    var columns: [ParquetColumn] = []
    var cells: [[Cell]] = []
    for index in 0..<Int.random(in: 1...10, using: &random) {
      let column = ParquetColumn("\(name()) \(index)", kind(), isOptional: .random(using: &random))
      columns.append(column)
      cells.append(values(of: column, count: rows))
    }
    let table = (0..<rows).map { row in cells.map { $0[row] } }
    return Table(columns: columns, rows: table, options: options(rows: rows))
  }

  private mutating func rowCount() -> Int {
    switch Int.random(in: 0..<20, using: &random) {
    case 0: 0
    case 1...3: Int.random(in: 1...17, using: &random)
    case 4: Int.random(in: 30_000...70_000, using: &random)
    case 5...7: Int.random(in: 3_000...10_000, using: &random)
    default: Int.random(in: 18...1_500, using: &random)
    }
  }

  private mutating func options(rows: Int) -> ParquetOptions {
    var options = ParquetOptions()
    if rows < 10_000 {
      options.rowGroupRows = pick([131_072, 131_072, 1_000, 128, max(rows / 3, 50), 50])
      options.rowGroupBytes = pick([24 << 20, 24 << 20, 4_000, 20_000])
      options.pageBytes = pick([1 << 20, 1 << 20, 1_000, 100, 10_000])
    } else {
      options.rowGroupRows = pick([131_072, 131_072, 20_000])
      options.pageBytes = pick([1 << 20, 1 << 20, 50_000])
    }
    options.compressionLevel = pick([1, 3, 9])
    for index in 0..<Int.random(in: 0...3, using: &random) {
      options.metadata.append((key: "key \(index)", value: String(decoding: text(), as: UTF8.self)))
    }
    return options
  }

  private mutating func name() -> String {
    pick(["a", "Größe", "with \"quotes\"", "dotted.name", "空", "select", "x y", "Ärger's"])
  }

  private mutating func kind() -> ParquetColumn.Kind {
    pick([.int64, .int64, .double, .boolean, .string, .string, .bytes, .timestampMicros])
  }

  private mutating func values(of column: ParquetColumn, count: Int) -> [Cell] {
    let source = distinctCells(column.kind, count: max(1, distinctCount(count)))
    let density = column.isOptional ? pick([0, 0.01, 0.1, 0.5, 0.9, 0.999, 1]) : 0.0
    let nullRuns = Bool.random(using: &random)
    let order = Int.random(in: 0..<4, using: &random)
    var isNull = false
    var last = 0
    return (0..<count).map { row in
      // Nulls one by one, or in runs.
      if !nullRuns || Int.random(in: 0..<50, using: &random) == 0 {
        isNull = Double.random(in: 0..<1, using: &random) < density
      }
      switch order {
      case 0: last = row * source.count / count  // each value in turn, in runs
      case 1: last = row % source.count
      case 2:  // now and then another
        if Int.random(in: 0..<20, using: &random) == 0 {
          last = Int.random(in: 0..<source.count, using: &random)
        }
      default: last = Int.random(in: 0..<source.count, using: &random)
      }
      return isNull ? .null : source[last]
    }
  }

  private mutating func distinctCount(_ count: Int) -> Int {
    pick([1, 2, 3, 20, 300, count / 10, count / 2, count, count])
  }

  private mutating func distinctCells(_ kind: ParquetColumn.Kind, count: Int) -> [Cell] {
    let style = Int.random(in: 0..<6, using: &random)
    let base = Int64.random(in: .min ... .max, using: &random)
    var cells = (0..<count).map { index -> Cell in
      switch kind {
      case .int64, .timestampMicros: .integer(integer(index, style, base))
      case .double: .double(double(index, style))
      case .boolean: .boolean(.random(using: &random))
      case .string: .text(style == 0 ? longText() : text())
      case .bytes: .bytes(style == 0 ? longText() : bytes())
      }
    }
    if kind == .int64 || kind == .timestampMicros, style == 5 {
      cells.sort { first, second in
        guard case .integer(let first) = first, case .integer(let second) = second else {
          return false
        }
        return first < second
      }
    }
    return cells
  }

  private mutating func integer(_ index: Int, _ style: Int, _ base: Int64) -> Int64 {
    switch style {
    case 0: Int64(index)
    case 1: pick([.min, .max, 0, -1, 1, .min + 1, .max - 1, 1 << 62, -1 << 62])
    case 2: Int64.random(in: -100...100, using: &random)
    case 3: base &+ Int64(index) &* 1_000 &+ Int64.random(in: 0..<50, using: &random)
    default: Int64.random(in: .min ... .max, using: &random) >> pick([0, 8, 32, 50])
    }
  }

  private mutating func double(_ index: Int, _ style: Int) -> Double {
    switch style {
    case 0: Double(index) / 8
    case 1:
      pick([
        .nan, -.nan, .infinity, -.infinity, 0, -0.0, 1, .leastNonzeroMagnitude,
        -.greatestFiniteMagnitude, .greatestFiniteMagnitude, .ulpOfOne,
      ])
    case 2: pick([.nan, Double(bitPattern: 0x7FF8_0000_0000_1234)])
    case 3: pick([0, -0.0])
    case 4: pick([-0.0, 0, .nan, -1, .leastNonzeroMagnitude])
    default: Double.random(in: -1e6...1e6, using: &random)
    }
  }

  private mutating func text() -> [UInt8] {
    let pieces = [
      "", "a", "/usr/bin/", "sample_", "ä", "漢字", "🧬", "\u{0}", "\n", "\u{10FFFF}", "\u{FFFF}",
      "\u{D7FF}", "\"", "\\", "é", "ﬀ", "b", "z", "~", "\u{7F}", "\u{80}", "\u{7FF}", "\u{800}",
    ]
    var text = ""
    for _ in 0..<Int.random(in: 0...12, using: &random) { text += pick(pieces) }
    return Array(text.utf8)
  }

  /// Text longer than the bounds of pages are, much of it with a long beginning in common.
  private mutating func longText() -> [UInt8] {
    let beginning = pick(["/data/", "\u{10FFFF}", "漢", "a\u{D7FF}", "x"])
    let count = pick([0, 5, 15, 16, 17, 21, 22, 31, 60, 63, 64, 65, 200])
    return Array(String(repeating: beginning, count: count).utf8) + text()
  }

  private mutating func bytes() -> [UInt8] {
    switch Int.random(in: 0..<4, using: &random) {
    case 0: return [UInt8](repeating: 0xFF, count: Int.random(in: 0...100, using: &random))
    case 1: return text()
    default:
      let count = Int.random(in: 0...70, using: &random)
      return (0..<count).map { _ in UInt8.random(in: 0...255, using: &random) }
    }
  }

  private mutating func pick<Element>(_ choices: [Element]) -> Element {
    choices[Int.random(in: 0..<choices.count, using: &random)]
  }
}
