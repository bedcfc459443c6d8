internal import Store

/// Protocol Buffers' wire format (https://protobuf.dev/programming-guides/encoding/).
///
/// How long a message within another is, is known after it: its length is written as a varint of
/// four bytes, whatever it is, into room that was left for it. Readers take that.
struct ProtobufMessage: ~Copyable {
  private(set) var bytes: [UInt8] = []
  private let classes = TextClass(special: "", controls: .escaped)

  mutating func clear() {
    bytes.removeAll(keepingCapacity: true)
  }

  private mutating func append(varint value: UInt64) {
    var rest = value
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(truncatingIfNeeded: rest))
  }

  private mutating func append(tag field: Int, _ wireType: Int) {
    append(varint: UInt64(field << 3 | wireType))
  }

  /// Any of the integers that are not `sint` or `fixed`; booleans and enumerations too.
  mutating func append(_ field: Int, integer value: Int64) {
    append(tag: field, 0)
    append(varint: UInt64(bitPattern: value))
  }

  mutating func append(_ field: Int, fixed64 value: UInt64) {
    append(tag: field, 1)
    withUnsafeBytes(of: value.littleEndian) { bytes += $0 }
  }

  mutating func append(_ field: Int, double value: Double) {
    append(field, fixed64: value.bitPattern)
  }

  mutating func append(_ field: Int, string: StaticString) {
    append(tag: field, 2)
    append(varint: UInt64(string.utf8CodeUnitCount))
    string.withUTF8Buffer { bytes += $0 }
  }

  mutating func append(_ field: Int, message body: (inout ProtobufMessage) -> Void) {
    let start = begin(field)
    body(&self)
    end(start)
  }

  /// Text of a process's: a string has to be UTF-8.
  mutating func append(_ field: Int, text: RawText) {
    let start = begin(field)
    text.bytes.withUnsafeBytes { EscapedText.escaped($0, by: classes, into: &bytes) }
    end(start)
  }

  private mutating func begin(_ field: Int) -> Int {
    append(tag: field, 2)
    bytes += [0, 0, 0, 0]
    return bytes.count
  }

  private mutating func end(_ start: Int) {
    var size = bytes.count - start
    for offset in 0..<4 {
      bytes[start - 4 + offset] = UInt8(size & 0x7f) | (offset < 3 ? 0x80 : 0)
      size >>= 7
    }
  }
}
