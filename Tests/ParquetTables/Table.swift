internal import Glibc
public import Parquet

/// A table in memory, to be written as a file and as its description.
public struct Table: Sendable {
  /// The columns.
  public var columns: [ParquetColumn]
  /// The rows, each with a cell for each column.
  public var rows: [[Cell]]
  /// How the file is to be written.
  public var options: ParquetOptions

  /// Puts a table together.
  public init(columns: [ParquetColumn], rows: [[Cell]], options: ParquetOptions = .init()) {
    self.columns = columns
    self.rows = rows
    self.options = options
  }

  /// Writes the table as Parquet.
  public func write<Sink: ByteSink & ~Copyable>(
    to sink: consuming Sink
  ) throws -> (rows: Int64, bytes: Int64) {
    var writer = try ParquetWriter(columns: columns, sink: sink, options: options)
    for row in rows {
      for (index, cell) in row.enumerated() {
        switch cell {
        case .null: writer.appendNull(index)
        case .integer(let value): writer.append(value, index)
        case .double(let value): writer.append(value, index)
        case .boolean(let value): writer.append(value, index)
        case .text(let value), .bytes(let value):
          value.withUnsafeBytes { writer.append($0, index) }
        }
      }
      try writer.endRow()
    }
    return try writer.finish()
  }

  /// Writes `NAME.parquet` and `NAME.jsonl`: a line of JSON that describes the columns, and a line
  /// for each row.
  public func write(to directory: String, name: String) throws {
    _ = try write(to: FileSink(path: "\(directory)/\(name).parquet"))
    var sink = try FileSink(path: "\(directory)/\(name).jsonl")
    var text = header + "\n"
    for row in rows {
      text += "[" + row.map(\.json).joined(separator: ",") + "]\n"
      guard text.utf8.count > 1 << 20 else { continue }
      try text.withUTF8 { try sink.write(UnsafeRawBufferPointer($0)) }
      text = ""
    }
    try text.withUTF8 { try sink.write(UnsafeRawBufferPointer($0)) }
  }

  private var header: String {
    let columns = columns.map { column in
      """
      {"name":\(quoted(column.name)),"kind":"\(column.kind)","optional":\(column.isOptional)}
      """
    }
    let metadata = options.metadata.map { "[\(quoted($0.key)),\(quoted($0.value))]" }
    return """
      {"columns":[\(columns.joined(separator: ","))],"rows":\(rows.count),\
      "metadata":[\(metadata.joined(separator: ","))]}
      """
  }
}
