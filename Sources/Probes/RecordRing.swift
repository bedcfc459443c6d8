internal import CLibBPF
internal import Glibc

/// The reader's side of a BPF ring buffer, mapped into memory.
///
/// The kernel's layout (kernel/bpf/ringbuf.c): a page that holds the consumer's position, a page
/// that holds the producer's, then the data, mapped twice in a row so that a record never wraps.
/// Each record is an 8-byte header (length with a busy and a discard bit; page offset), then its
/// bytes, padded to 8.
///
/// Records are handed out where they lie; nothing is copied. Their room is given back after each
/// call of `drain`, not after each record, so the caller may keep pointers until it returns.
final class RecordRing {
  private static let headerBytes = 8
  private static let busyBit: UInt32 = 1 << 31
  private static let discardBit: UInt32 = 1 << 30

  private let consumer: UnsafeMutableRawPointer
  private let producer: UnsafeMutableRawPointer
  private let data: UnsafeMutableRawPointer
  private let size: Int
  private let pageSize: Int
  private let waiter: Int32
  /// For those who want to wake the reader and are not the kernel.
  let bell: Int32

  /// - Parameters:
  ///   - map: the ring buffer map's file descriptor.
  ///   - size: its size in bytes.
  init(map: Int32, size: Int) throws(ProbeError) {
    pageSize = sysconf(Int32(_SC_PAGESIZE))
    self.size = size
    guard
      let consumer = mmap(nil, pageSize, PROT_READ | PROT_WRITE, MAP_SHARED, map, 0),
      consumer != MAP_FAILED,
      let producer = mmap(nil, pageSize + 2 * size, PROT_READ, MAP_SHARED, map, pageSize),
      producer != MAP_FAILED
    else { throw Self.systemError("map the ring buffer into memory") }
    self.consumer = consumer
    self.producer = producer
    data = producer + pageSize

    bell = sonde_open_bell()
    waiter = sonde_open_waiter(map, bell)
    guard waiter >= 0 else { throw Self.systemError("wait for the ring buffer") }
  }

  deinit {
    munmap(consumer, pageSize)
    munmap(producer, pageSize + 2 * size)
    close(waiter)
    close(bell)
  }

  /// Bytes that wait to be read.
  var waitingBytes: Int {
    Int(sonde_load_acquire_u64(producer) &- sonde_load_acquire_u64(consumer))
  }

  /// Blocks until the kernel's wake-up threshold is crossed, `wake()` is called, or the time is up.
  func wait(milliseconds: Int32) {
    _ = sonde_wait(waiter, bell, milliseconds)
  }

  /// Hands out what waits, up to about `limit` bytes, and gives the room back at the end, also
  /// when `body` throws. Returns how many bytes were given back.
  ///
  /// The pointers are valid until this function returns.
  @discardableResult
  func drain(limit: Int, _ body: (UnsafeRawBufferPointer) throws -> Void) rethrows -> Int {
    let start = sonde_load_acquire_u64(consumer)
    let end = sonde_load_acquire_u64(producer)
    var position = start
    defer { sonde_store_release_u64(consumer, position) }
    while position < end, Int(position - start) < limit {
      let header = data + Int(position & UInt64(size - 1))
      let length = sonde_load_acquire_u32(header)
      // Somebody is still writing this one; those behind it must wait, to keep the order.
      if length & Self.busyBit != 0 { break }
      let count = Int(length & ~Self.discardBit)
      position += UInt64((count + Self.headerBytes + 7) & ~7)
      if length & Self.discardBit == 0 {
        try body(UnsafeRawBufferPointer(start: header + Self.headerBytes, count: count))
      }
    }
    return Int(position - start)
  }

  private static func systemError(_ what: String) -> ProbeError {
    ProbeError(code: .system, message: "cannot \(what): \(String(cString: strerror(errno)))")
  }
}
