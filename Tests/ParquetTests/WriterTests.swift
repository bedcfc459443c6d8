import Parquet
import ParquetTables
import Testing

@Suite("Writer")
struct WriterTests {
  @Test("A file without rows is a file")
  func empty() throws {
    let sink = MemorySink()
    let writer = try ParquetWriter(columns: [ParquetColumn("a", .int64)], sink: sink)
    let total = try writer.finish()
    #expect(total == (0, Int64(sink.bytes.count)))
    #expect(sink.bytes.prefix(4) == Array("PAR1".utf8)[...])
    #expect(sink.bytes.suffix(4) == Array("PAR1".utf8)[...])
  }

  @Test("The footer's size stands before the end, and the metadata in it")
  func footer() throws {
    let sink = MemorySink()
    var options = ParquetOptions()
    options.metadata = [(key: "a key", value: "a value")]
    let table = Table(
      columns: [ParquetColumn("a", .int64)], rows: [[.integer(1)], [.null]], options: options)
    #expect(try table.write(to: sink) == (2, Int64(sink.bytes.count)))
    let size = sink.bytes.suffix(8).prefix(4).reversed().reduce(0) { $0 << 8 | Int($1) }
    let footer = sink.bytes.dropLast(8).suffix(size)
    #expect(footer.first == 0x15)
    for text in ["a key", "a value", "sonde"] {
      #expect(contains(Array(footer), Array(text.utf8)))
    }
  }

  @Test("Rows leave in groups of the size asked for", arguments: [1, 7, 100])
  func rowGroups(rows: Int) throws {
    let sink = MemorySink()
    var options = ParquetOptions()
    options.rowGroupRows = rows
    var writer = try ParquetWriter(
      columns: [ParquetColumn("a", .int64)], sink: sink, options: options)
    var sizes: [Int] = []
    for row in 0..<rows * 3 {
      writer.append(Int64(row), 0)
      try writer.endRow()
      if sizes.last != sink.bytes.count { sizes.append(sink.bytes.count) }
    }
    #expect(sizes.count == (rows == 1 ? 3 : 4))
    #expect(try writer.finish().rows == Int64(rows * 3))
  }

  @Test("Long strings leave before they fill the memory")
  func rowGroupBytes() throws {
    let sink = MemorySink()
    var options = ParquetOptions()
    options.rowGroupBytes = 1_000_000
    var writer = try ParquetWriter(
      columns: [ParquetColumn("a", .bytes)], sink: sink, options: options)
    for row in 0..<10 {
      let before = sink.bytes.count
      let string = [UInt8](repeating: UInt8(row), count: 300_000)
      string.withUnsafeBytes { writer.append($0, 0) }
      try writer.endRow()
      #expect((sink.bytes.count > before) == (row % 4 == 3))
    }
    _ = try writer.finish()
  }

  @Test("Equal rows make equal files")
  func deterministic() throws {
    let table = Table.edges()[9].table
    let first = MemorySink()
    let second = MemorySink()
    _ = try table.write(to: first)
    _ = try table.write(to: second)
    #expect(first.bytes == second.bytes)
  }

  @Test(
    "Columns that make no file are refused",
    arguments: [
      ([], "a file without columns; describe one at least"),
      ([ParquetColumn("", .int64)], "column 0 has no name; give it one"),
      (
        [ParquetColumn("a", .int64), ParquetColumn("a", .double)],
        "two columns are named \"a\"; rename one of them"
      ),
    ] as [([ParquetColumn], String)])
  func columns(columns: [ParquetColumn], message: String) {
    let error = #expect(throws: ParquetError.self) {
      _ = try ParquetWriter(columns: columns, sink: MemorySink())
    }
    #expect(error?.message == message)
  }

  @Test(
    "Rows that do not fit their columns are refused, and so is all that follows",
    arguments: [
      ([], "column \"a\" was given no value"),
      ([(0, .integer(1))], "column \"b\" was given no value"),
      ([(0, .null)], "column \"a\" was given a null"),
      ([(0, .double(1))], "column \"a\" was given a floating-point number, and its kind is int64"),
      ([(0, .boolean(true))], "column \"a\" was given a boolean, and its kind is int64"),
      ([(0, .text([]))], "column \"a\" was given a string, and its kind is int64"),
      ([(1, .integer(1))], "column \"b\" was given an integer, and its kind is string"),
      ([(1, .text([0x61, 0xFF]))], "column \"b\" was given text that is not UTF-8"),
      ([(1, .text([0xED, 0xA0, 0x80]))], "column \"b\" was given text that is not UTF-8"),
      ([(0, .integer(1)), (0, .integer(2))], "column \"a\" was given more than one value"),
      ([(2, .null)], "there is no column 2; the file has columns 0 to 1"),
      ([(-1, .integer(1))], "there is no column -1; the file has columns 0 to 1"),
    ] as [([(Int, Cell)], String)])
  func rows(cells: [(Int, Cell)], message: String) throws {
    var writer = try ParquetWriter(columns: Self.two, sink: MemorySink())
    append([(0, .integer(1)), (1, .text([]))], to: &writer)
    try writer.endRow()
    append(cells, to: &writer)
    let error = endRow(&writer)
    #expect(error?.hasPrefix(message) == true, "\(error ?? "no error")")
    append([(0, .integer(1)), (1, .text([]))], to: &writer)
    #expect(endRow(&writer) == error)
    do {
      _ = try writer.finish()
      Issue.record("the file was finished")
    } catch {}
  }

  @Test("A row that was begun must be ended before the file is")
  func unfinished() throws {
    var writer = try ParquetWriter(columns: Self.two, sink: MemorySink())
    writer.append(Int64(1), 0)
    do {
      _ = try writer.finish()
      Issue.record("the file was finished")
    } catch let error as ParquetError {
      #expect(error.message.hasPrefix("row 0 of its row group was not ended"))
    }
  }

  @Test("What the sink throws is thrown, and again")
  func failingSink() throws {
    #expect(throws: ParquetError("full")) {
      _ = try ParquetWriter(columns: Self.two, sink: MemorySink(room: 3))
    }
    var options = ParquetOptions()
    options.rowGroupRows = 2
    var writer = try ParquetWriter(
      columns: [ParquetColumn("a", .int64)], sink: MemorySink(room: 4), options: options)
    for expected in [nil, "full", "full"] {
      writer.append(Int64(1), 0)
      #expect(endRow(&writer) == expected)
    }
    do {
      _ = try writer.finish()
      Issue.record("the file was finished")
    } catch {
      #expect(error as? ParquetError == ParquetError("full"))
    }
  }

  private static let two = [
    ParquetColumn("a", .int64, isOptional: false), ParquetColumn("b", .string),
  ]
}

private func append(_ cells: [(Int, Cell)], to writer: inout ParquetWriter<MemorySink>) {
  for (column, cell) in cells {
    switch cell {
    case .null: writer.appendNull(column)
    case .integer(let value): writer.append(value, column)
    case .double(let value): writer.append(value, column)
    case .boolean(let value): writer.append(value, column)
    case .text(let value), .bytes(let value): value.withUnsafeBytes { writer.append($0, column) }
    }
  }
}

/// What the end of the row throws.
private func endRow(_ writer: inout ParquetWriter<MemorySink>) -> String? {
  do {
    try writer.endRow()
    return nil
  } catch {
    return "\(error)"
  }
}

private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
  bytes.indices.contains { bytes[$0...].starts(with: part) }
}
