internal import Foundation
internal import Glibc
public import Store

/// What is exported.
public enum ExportSource: Sendable {
  /// A table or view.
  case table(String)
  /// The processes of a run; `nil` for the run that began last.
  case run(Int64?)
  /// What a statement gives.
  case sql(String)
}

/// Writes what a database holds in formats of other programs.
public struct Exporter {
  /// What to write.
  public var source: ExportSource
  /// How it looks.
  public var format: ExportFormat
  /// Where it goes.
  public var destination: Destination
  /// The columns of a Nextflow trace.
  public var traceFields = TraceField.usual
  /// Whether a Nextflow trace has plain numbers instead of sizes and durations with units.
  public var hasRawNumbers = false
  /// What is chosen of a crate.
  public var crate = CrateChoices()
  /// Said in files that name their maker.
  public var version: String

  /// Puts an export together.
  public init(
    source: ExportSource, format: ExportFormat, destination: Destination, version: String
  ) {
    self.source = source
    self.format = format
    self.destination = destination
    self.version = version
  }

  /// Writes one unchanging state of the database.
  ///
  /// - Returns: Sentences for people, of what is not in the export that they may look for.
  /// - Throws: ``ExportError``; `StoreError`.
  @discardableResult
  public func export(_ reader: StoreReader) throws -> [String] {
    if format == .roCrate { return try exportCrate(reader) }
    let destination = try OpenDestination(
      destination, permissions: Self.permissions(like: reader.path))
    if destination.isTerminal, format.isBinary {
      throw ExportError.refused(
        "\(format.rawValue) is for programs, and this is a terminal. Name a file with -o")
    }
    try reader.withSnapshot { snapshot in
      switch format {
      case .csv, .jsonl, .parquet: try exportTable(snapshot, to: destination)
      case .nextflowTrace:
        let run = try ExportedRun(runID, in: snapshot)
        var trace = try NextflowTrace(
          fields: traceFields, isRaw: hasRawNumbers, output: ByteBuffer(destination.output))
        try trace.write(run, from: snapshot)
      case .perfetto:
        let run = try ExportedRun(runID, in: snapshot)
        var trace = PerfettoTrace(output: ByteBuffer(destination.output))
        try trace.write(run, from: snapshot)
      case .roCrate: break
      }
    }
    try destination.finish()
    return []
  }

  private func exportCrate(_ reader: StoreReader) throws -> [String] {
    let permissions = Self.permissions(like: reader.path)
    // A run that is not there is to leave no directory behind.
    _ = try reader.withSnapshot { try ExportedRun(runID, in: $0) }
    let place = try CratePlace.destination(destination)
    let destination = try OpenDestination(place, permissions: permissions)
    let crate = try reader.withSnapshot { snapshot in
      let crate = try ProcessRunCrate(
        of: ExportedRun(runID, in: snapshot), choices: self.crate,
        root: CratePlace.root(of: place), host: Self.hostName,
        output: ByteBuffer(destination.output), snapshot: snapshot)
      try crate.write(from: snapshot, version: version)
      return crate
    }
    try crate.writeFiles()
    try destination.finish()
    return crate.remarks.sentences
  }

  private static var hostName: String {
    var name = [CChar](repeating: 0, count: 256)
    gethostname(&name, name.count - 1)
    return String(decoding: name.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
  }

  /// What is in an export is as private as the database is.
  static func permissions(like database: String) -> mode_t {
    var status = stat()
    return stat(database, &status) == 0 ? status.st_mode & 0o666 : 0o600
  }

  private var runID: Int64? {
    if case .run(let id) = source { id } else { nil }
  }

  private func exportTable(_ snapshot: StoreSnapshot, to destination: OpenDestination) throws {
    let table = try SourceTable(source, in: snapshot)
    let rows = try snapshot.cursor(table.select)
    switch format {
    case .csv:
      var output = try CSVRows(
        columns: table.columns, output: ByteBuffer(destination.output),
        isTerminal: destination.isTerminal)
      while try rows.step() { try output.write(rows) }
      try output.finish()
    case .jsonl:
      var output = JSONLineRows(
        columns: table.columns, output: ByteBuffer(destination.output))
      while try rows.step() { try output.write(rows) }
      try output.finish()
    default:
      let types =
        try table.columns.contains { $0.type == nil }
        ? ColumnScan.types(of: table, in: snapshot) : table.columns
      var output = try ParquetRows(
        columns: types, output: destination.output, metadata: [("sonde.version", version)])
      while try rows.step() { try output.write(rows) }
      try output.finish()
    }
  }
}
