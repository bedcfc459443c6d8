internal import Glibc

/// Writes messages of Protocol Buffers into memory of its own, a field after the other.
///
/// A nested message is preceded by its length, which is known only afterwards: the few bytes that
/// the length should take are left free, and the message is moved when the guess was wrong.
///
/// https://protobuf.dev/programming-guides/encoding/
struct ProtobufWriter: ~Copyable {
  private var memory: UnsafeMutableRawBufferPointer
  private(set) var count = 0

  /// - Parameter capacity: in bytes; more is made when it is needed.
  init(capacity: Int) {
    memory = .allocate(byteCount: max(capacity, 64), alignment: 8)
  }

  deinit {
    memory.deallocate()
  }

  /// All that was written.
  var bytes: [UInt8] { [UInt8](memory[..<count]) }

  // MARK: Fields

  /// Zero is what a field is without being written.
  mutating func append(_ field: Int, varint value: UInt64) {
    guard value != 0 else { return }
    reserve(20)
    put(tag: field, .varint)
    put(varint: value)
  }

  /// Zero is what a field is without being written.
  mutating func append(_ field: Int, fixed32 value: UInt32) {
    guard value != 0 else { return }
    reserve(14)
    put(tag: field, .fixed32)
    put(value)
  }

  /// Zero is what a field is without being written.
  mutating func append(_ field: Int, fixed64 value: UInt64) {
    if value != 0 { append(field, always: value) }
  }

  /// For fields that say something by being there.
  mutating func append(_ field: Int, always value: UInt64) {
    reserve(18)
    put(tag: field, .fixed64)
    put(value)
  }

  /// Empty is what a field is without being written.
  mutating func append(_ field: Int, _ text: String) {
    let size = text.utf8.count
    guard size > 0 else { return }
    reserve(size + 20)
    put(tag: field, .bytes)
    put(varint: UInt64(size))
    put(text, size: size)
  }

  /// Eight bytes, in the order of the number's digits.
  mutating func append(_ field: Int, bytes value: UInt64) {
    reserve(19)
    put(tag: field, .bytes)
    put(varint: 8)
    put(value.bigEndian)
  }

  /// Sixteen bytes.
  mutating func append(_ field: Int, bytes high: UInt64, _ low: UInt64) {
    reserve(27)
    put(tag: field, .bytes)
    put(varint: 16)
    put(high.bigEndian)
    put(low.bigEndian)
  }

  /// A repeated field of numbers, packed. An empty one is not written.
  mutating func append(_ field: Int, packed values: some Collection<UInt64>) {
    guard !values.isEmpty else { return }
    reserve(values.count * 8 + 20)
    put(tag: field, .bytes)
    put(varint: UInt64(values.count * 8))
    for value in values { put(value) }
  }

  /// Messages that were written before, each with its tag and length.
  mutating func append(written bytes: [UInt8]) {
    reserve(bytes.count)
    bytes.withUnsafeBytes { source in
      guard let start = source.baseAddress, let end = memory.baseAddress else { return }
      memcpy(end + count, start, source.count)
    }
    count += bytes.count
  }

  /// A nested message, also when it is empty.
  ///
  /// - Parameter lengthSize: how many bytes its length will take, as a guess: 1 up to 127 bytes,
  ///   2 up to 16,383, 3 up to 2 MiB.
  mutating func append(
    _ field: Int, lengthSize guess: Int, message body: (inout ProtobufWriter) -> Void
  ) {
    reserve(20)
    put(tag: field, .bytes)
    let place = count
    count += guess
    body(&self)
    let size = count - place - guess
    let needed = Self.size(of: UInt64(size))
    if needed != guess {
      reserve(10)
      if let start = memory.baseAddress {
        memmove(start + place + needed, start + place + guess, size)
      }
    }
    count = place
    put(varint: UInt64(size))
    count += size
  }

  // MARK: Parts of fields, for which there must be room

  enum WireType: UInt64 {
    case varint, fixed64, bytes
    case fixed32 = 5
  }

  /// Makes room for so many more bytes.
  @inline(__always)
  mutating func reserve(_ size: Int) {
    if memory.count - count < size { grow(size) }
  }

  private mutating func grow(_ size: Int) {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: max(memory.count * 2, count + size), alignment: 8)
    larger.copyMemory(from: UnsafeRawBufferPointer(rebasing: memory[..<count]))
    memory.deallocate()
    memory = larger
  }

  @inline(__always)
  mutating func put(tag field: Int, _ type: WireType) {
    put(varint: UInt64(field) << 3 | type.rawValue)
  }

  @inline(__always)
  mutating func put(varint value: UInt64) {
    var rest = value
    while rest > 0x7f {
      memory[count] = UInt8(truncatingIfNeeded: rest) | 0x80
      count += 1
      rest >>= 7
    }
    memory[count] = UInt8(truncatingIfNeeded: rest)
    count += 1
  }

  @inline(__always)
  mutating func put<Number: FixedWidthInteger>(_ value: Number) {
    memory.storeBytes(of: value.littleEndian, toByteOffset: count, as: Number.self)
    count += MemoryLayout<Number>.size
  }

  /// - Parameter size: of the text in UTF-8.
  @inline(__always)
  mutating func put(_ text: String, size: Int) {
    let isCopied: Void? = text.utf8.withContiguousStorageIfAvailable { source in
      guard let start = source.baseAddress, let end = memory.baseAddress else { return }
      memcpy(end + count, start, size)
    }
    if isCopied == nil {
      for (offset, byte) in text.utf8.enumerated() { memory[count + offset] = byte }
    }
    count += size
  }

  /// How many bytes a number takes as a varint.
  @inline(__always)
  static func size(of value: UInt64) -> Int {
    (UInt64.bitWidth - (value | 1).leadingZeroBitCount + 6) / 7
  }
}
