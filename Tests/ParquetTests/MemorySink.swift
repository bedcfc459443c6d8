import Parquet

/// Keeps what is written, until there is no more room.
final class MemorySink: ByteSink {
  private(set) var bytes: [UInt8] = []
  private let room: Int

  init(room: Int = .max) {
    self.room = room
  }

  func write(_ more: UnsafeRawBufferPointer) throws {
    guard more.count <= room - bytes.count else { throw ParquetError("full") }
    bytes += Array(more)
  }
}
