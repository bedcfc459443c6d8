import ArgumentParser
import Store

/// `sonde query SQL`: asks the database, and cannot change it.
struct QueryCommand: PrintingCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Asks the database in SQL, and cannot change it.",
    discussion: """
      The views are what to ask: runs, processes, executions, samples, host_samples, \
      filesystem_samples, losses, process_summaries, tool_summaries, steps, step_processes. \
      Their columns: \
      sonde query "PRAGMA table_info(processes)".
      """
  )

  @Argument(help: ArgumentHelp("One statement that reads.", valueName: "sql"))
  var sql: String

  @Flag(help: "Write JSON: an array of objects.")
  var json = false

  @Flag(help: "Write CSV (RFC 4180).")
  var csv = false

  @OptionGroup var database: DatabaseOption

  func validate() throws {
    if json, csv { throw ValidationError("--json and --csv exclude each other.") }
  }

  /// The widest value that a table shows on a terminal.
  private static let cellLimit = 80

  func print(_ reader: StoreReader, to file: OutputFile) throws {
    let output = BufferedOutput(file)
    if json {
      var lines = QueryLines.JSON(output)
      try reader.query(sql, columns: { try lines.begin($0) }, row: { try lines.add($0) })
      try lines.end()
    } else if csv {
      let lines = QueryLines.CSV(output)
      try reader.query(sql, columns: lines.begin, row: lines.add)
    } else {
      var table = QueryTable(
        output, style: .fitting(file), cellLimit: file.isTerminal ? Self.cellLimit : nil)
      try reader.query(sql, columns: { table.begin($0) }, row: { try table.add($0) })
      try table.end()
    }
    try output.flush()
  }
}
