internal import ParquetTables

private func run(_ arguments: [String]) throws {
  if arguments.count == 5, arguments[1] == "tables", let count = Int(arguments[3]),
    let seed = UInt64(arguments[4])
  {
    var tables = RandomTable(seed: seed)
    for index in 0..<count {
      try tables.next().write(to: arguments[2], name: "table-\(seed)-\(index)")
    }
    return
  }
  if arguments.count == 3, arguments[1] == "edges" {
    for (name, table) in Table.edges() { try table.write(to: arguments[2], name: name) }
    try Table.million().write(to: arguments[2], name: "million-rows")
    return
  }
  if arguments.count == 4, arguments[1] == "benchmark", let rows = Int(arguments[3]) {
    try Benchmark(rows: rows, path: arguments[2]).run()
    return
  }
  print(
    """
    usage: WriteParquetTables tables DIRECTORY COUNT SEED
           WriteParquetTables edges DIRECTORY
           WriteParquetTables benchmark FILE ROWS
    """)
}

try run(CommandLine.arguments)
