internal import Glibc
public import Parquet

/// Writes to a file, without a buffer: pages are large.
public struct FileSink: ByteSink, ~Copyable {
  private let descriptor: Int32

  /// Creates or empties the file.
  public init(path: String) throws {
    descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else {
      throw ParquetError("\(path): \(String(cString: strerror(errno)))")
    }
  }

  deinit {
    close(descriptor)
  }

  /// Writes all of the bytes.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws {
    var rest = bytes
    while !rest.isEmpty {
      let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
      guard written > 0 else { throw ParquetError(String(cString: strerror(errno))) }
      rest = UnsafeRawBufferPointer(rebasing: rest[written...])
    }
  }
}
