internal import Parquet

extension Table {
  /// Tables that chance would not make: nothing, only nulls, the ends of each type, huge values.
  public static func edges() -> [(name: String, table: Table)] {
    [
      ("no-rows", Table(columns: everyKind(isOptional: true), rows: [])),
      ("no-rows-required", Table(columns: everyKind(isOptional: false), rows: [])),
      ("one-row-of-nulls", nulls(rows: 1)),
      ("nulls", nulls(rows: 100_000)),
      ("null-but-the-last", nulls(rows: 70_000, last: true)),
      ("ends", ends()),
      ("empty-strings", emptyStrings()),
      ("huge-strings", hugeStrings()),
      ("many-columns", manyColumns()),
      ("alternating", alternating()),
      ("overflowing-dictionary", overflowingDictionary()),
    ]
  }

  /// A million rows, most of them in full row groups.
  public static func million() -> Table {
    Table(
      columns: [
        ParquetColumn("number", .int64, isOptional: false), ParquetColumn("text", .string),
        ParquetColumn("double", .double),
      ],
      rows: (0..<1_000_000).map { row in
        let mixed = UInt64(row) &* 0x9E37_79B9_7F4A_7C15 >> 40
        return [
          .integer(Int64(row)), .text(Array("sample \(mixed % 3_000)".utf8)),
          mixed % 11 == 0 ? .null : .double(Double(mixed) / 7),
        ]
      })
  }

  private static func everyKind(isOptional: Bool) -> [ParquetColumn] {
    let kinds: [ParquetColumn.Kind] = [
      .int64, .double, .boolean, .string, .bytes, .timestampMicros,
    ]
    return kinds.map { ParquetColumn("\($0)", $0, isOptional: isOptional) }
  }

  private static func nulls(rows: Int, last: Bool = false) -> Table {
    let columns = everyKind(isOptional: true)
    var table = Table(
      columns: columns,
      rows: Array(repeating: Array(repeating: .null, count: columns.count), count: rows))
    if last {
      table.rows.append([
        .integer(1), .double(1), .boolean(true), .text([0x61]), .bytes([0]), .integer(1),
      ])
    }
    return table
  }

  private static func ends() -> Table {
    let integers: [Int64] = [.min, .max, 0, -1, .max, .min, 1, .min, .min, .max]
    let doubles: [Double] = [
      .infinity, -.infinity, -0.0, 0, .greatestFiniteMagnitude, .leastNonzeroMagnitude,
      -.greatestFiniteMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude, 1,
    ]
    return Table(
      columns: [
        ParquetColumn("integer", .int64, isOptional: false),
        ParquetColumn("timestamp", .timestampMicros),
        ParquetColumn("double", .double), ParquetColumn("nan", .double),
        ParquetColumn("only nan", .double), ParquetColumn("negative zero", .double),
        ParquetColumn("infinite", .double),
      ],
      rows: (0..<1_000).map { row in
        let place = row % 10
        return [
          .integer(integers[place]), .integer(integers[9 - place]), .double(doubles[place]),
          .double(place == 3 ? .nan : doubles[place]), .double(.nan), .double(-0.0),
          .double(-.infinity),
        ]
      })
  }

  private static func emptyStrings() -> Table {
    Table(
      columns: [ParquetColumn("text", .string), ParquetColumn("bytes", .bytes, isOptional: false)],
      rows: (0..<5_000).map { row in
        [row % 3 == 0 ? .null : .text([]), .bytes(row == 4_999 ? [0] : [])]
      })
  }

  private static func hugeStrings() -> Table {
    let long = (0..<2 << 20).map { UInt8(truncatingIfNeeded: 0x61 + $0 * $0 % 23) }
    return Table(
      columns: [
        ParquetColumn("once", .string), ParquetColumn("again", .string),
        ParquetColumn("bytes", .bytes),
      ],
      rows: (0..<14).map { row in
        let own = Array("row \(row)".utf8) + long
        return [
          row % 5 == 0 ? .text(own) : .text([0x79]), .text(long),
          .bytes(row % 7 == 3 ? [0xFF] + long.map { $0 ^ 0x87 } : []),
        ]
      })
  }

  private static func manyColumns() -> Table {
    Table(
      columns: (0..<300).map { ParquetColumn("column \($0)", .int64) },
      rows: (0..<20).map { row in (0..<300).map { .integer(Int64(row * $0)) } })
  }

  /// Where runs and literals change all the time.
  private static func alternating() -> Table {
    Table(
      columns: [ParquetColumn("integer", .int64), ParquetColumn("text", .string)],
      rows: (0..<60_000).map { row in
        let run = row / 100 % 40 + 1
        let isNull = row / run % 2 == 0
        return [
          isNull ? .null : .integer(Int64(row / run % 5) << 40),
          row / 7 % 3 == 0 ? .null : .text(Array("value \(row / run % 9)".utf8)),
        ]
      })
  }

  /// Strings that repeat at first, and of which there are then too many.
  private static func overflowingDictionary() -> Table {
    var options = ParquetOptions()
    options.rowGroupBytes = 1 << 20
    options.pageBytes = 1 << 14
    return Table(
      columns: [ParquetColumn("text", .string), ParquetColumn("number", .int64)],
      rows: (0..<40_000).map { row in
        let distinct = row < 20_000 ? row % 500 : row
        return [
          .text(Array("the value is \(distinct &* 2_654_435_761)".utf8)),
          .integer(Int64(distinct) &* 0x9E37_79B9_7F4A_7C1),
        ]
      },
      options: options)
  }
}
