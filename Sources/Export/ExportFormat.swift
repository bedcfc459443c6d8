/// What an export looks like.
public enum ExportFormat: String, CaseIterable, Sendable {
  /// Apache Parquet.
  case parquet
  /// Comma-separated values, RFC 4180.
  case csv
  /// A JSON object a line.
  case jsonl
  /// The trace file of Nextflow, a row for each process.
  case nextflowTrace = "nextflow-trace"
  /// A trace for ui.perfetto.dev.
  case perfetto
  /// A Process Run Crate: RO-Crate's description of what programs did.
  case roCrate = "ro-crate"

  /// By the ending of a file's name.
  public init?(path: String) {
    let endings: [(String, ExportFormat)] = [
      (".parquet", .parquet), (".pq", .parquet), (".csv", .csv), (".jsonl", .jsonl),
      (".ndjson", .jsonl), (".pftrace", .perfetto), (".perfetto-trace", .perfetto),
      (CratePlace.fileName, .roCrate),
    ]
    let name = path.lowercased()
    guard let found = endings.first(where: { name.hasSuffix($0.0) }) else { return nil }
    self = found.1
  }

  /// Whether it is rows of whatever columns, or made of a run.
  public var isTable: Bool {
    switch self {
    case .parquet, .csv, .jsonl: true
    case .nextflowTrace, .perfetto, .roCrate: false
    }
  }

  /// Whether it is for programs only.
  public var isBinary: Bool { self == .parquet || self == .perfetto }
}
