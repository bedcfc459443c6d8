/// How a file is cut up and compressed, and what it says of itself.
///
/// Bounds that make no sense are taken as the nearest that does.
public struct ParquetOptions: Sendable {
  /// The most rows of a row group.
  public var rowGroupRows = 131_072
  /// How many bytes of values are held in memory before they are written as a row group.
  public var rowGroupBytes = 24 << 20
  /// The size of a page before compression; a single longer value makes a longer page.
  public var pageBytes = 1 << 20
  /// The level of zstd, 1 to 22.
  public var compressionLevel: Int32 = 3
  /// The file's own metadata, in this order.
  public var metadata: [(key: String, value: String)] = []
  /// Which program wrote the file.
  public var createdBy = "sonde"

  /// The defaults.
  public init() {}

  /// Offsets within a row group are of 32 bits and page sizes of 31, whatever is asked for.
  var withinBounds: ParquetOptions {
    var options = self
    options.rowGroupRows = min(max(rowGroupRows, 1), 1 << 24)
    options.rowGroupBytes = min(max(rowGroupBytes, 1), 1 << 30)
    options.pageBytes = min(max(pageBytes, 1), 1 << 28)
    options.compressionLevel = min(max(compressionLevel, 1), 22)
    return options
  }
}
