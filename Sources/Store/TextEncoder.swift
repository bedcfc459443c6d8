/// Writes the kernel's bytes as text that a database and JSON can hold, into memory that is used
/// again and again: nothing is allocated once it has grown to the largest record.
///
/// JSON strings must be Unicode, arguments need not be. A byte that is not part of valid UTF-8 is
/// written as the lone surrogate `\udc80` … `\udcff` that stands for it, which Python's
/// `surrogateescape` (PEP 383) turns back into the byte.
struct TextEncoder: ~Copyable {
  private var memory: UnsafeMutableRawBufferPointer
  private(set) var count = 0

  init(capacity: Int = 64 << 10) {
    memory = .allocate(byteCount: capacity, alignment: 8)
  }

  deinit {
    memory.deallocate()
  }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(rebasing: memory[..<count]) }

  mutating func clear() {
    count = 0
  }

  /// Makes sure that so many more bytes can be written, and returns where.
  mutating func room(_ size: Int) -> UnsafeMutableRawPointer? {
    if memory.count - count < size {
      let larger = UnsafeMutableRawBufferPointer.allocate(
        byteCount: max(memory.count * 2, count + size), alignment: 8)
      larger.copyMemory(from: UnsafeRawBufferPointer(memory))
      memory.deallocate()
      memory = larger
    }
    return memory.baseAddress.map { $0 + count }
  }

  mutating func used(_ size: Int) {
    count += size
  }

  mutating func append(_ byte: UInt8) {
    room(1)?.storeBytes(of: byte, as: UInt8.self)
    count += 1
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) {
    guard let base = bytes.baseAddress, let room = room(bytes.count) else { return }
    room.copyMemory(from: base, byteCount: bytes.count)
    count += bytes.count
  }

  // MARK: JSON

  /// NUL-terminated strings as a JSON array; the last may lack its NUL.
  mutating func appendArray(ofStrings block: UnsafeRawBufferPointer) {
    append(UInt8(ascii: "["))
    var rest = block
    var isFirst = true
    while !rest.isEmpty {
      if !isFirst { append(UInt8(ascii: ",")) }
      isFirst = false
      appendString(Self.takeString(&rest))
    }
    append(UInt8(ascii: "]"))
  }

  /// `NAME=value` strings as a JSON object.
  mutating func appendObject(ofAssignments block: UnsafeRawBufferPointer) {
    append(UInt8(ascii: "{"))
    var rest = block
    var isFirst = true
    while !rest.isEmpty {
      let assignment = Self.takeString(&rest)
      let equals = assignment.firstIndex(of: UInt8(ascii: "=")) ?? assignment.endIndex
      if !isFirst { append(UInt8(ascii: ",")) }
      isFirst = false
      appendString(UnsafeRawBufferPointer(rebasing: assignment[..<equals]))
      append(UInt8(ascii: ":"))
      appendString(
        UnsafeRawBufferPointer(rebasing: assignment[min(equals + 1, assignment.count)...]))
    }
    append(UInt8(ascii: "}"))
  }

  mutating func appendString(_ string: UnsafeRawBufferPointer) {
    // At worst each byte becomes `\u00xx`.
    guard let output = room(string.count * 6 + 2)?.assumingMemoryBound(to: UInt8.self) else {
      return
    }
    var size = 1
    output[0] = UInt8(ascii: "\"")
    var index = 0
    while index < string.count {
      let byte = string[index]
      if byte >= 0x80 {
        let length = UTF8Sequence.length(at: index, in: string)
        if length == 0 {
          size += Self.writeEscape(0xdc00 | UInt16(byte), to: output + size)
        } else {
          for offset in 0..<length { output[size + offset] = string[index + offset] }
          size += length
          index += length - 1
        }
      } else if byte >= 0x20, byte != UInt8(ascii: "\""), byte != UInt8(ascii: "\\") {
        output[size] = byte
        size += 1
      } else {
        size += Self.writeEscape(byte, to: output + size)
      }
      index += 1
    }
    output[size] = UInt8(ascii: "\"")
    count += size + 1
  }

  private static func takeString(_ rest: inout UnsafeRawBufferPointer) -> UnsafeRawBufferPointer {
    let end = rest.firstIndex(of: 0) ?? rest.endIndex
    let string = UnsafeRawBufferPointer(rebasing: rest[..<end])
    rest = UnsafeRawBufferPointer(rebasing: rest[min(end + 1, rest.count)...])
    return string
  }

  private static func writeEscape(_ byte: UInt8, to output: UnsafeMutablePointer<UInt8>) -> Int {
    let short: UInt8
    switch byte {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"): short = byte
    case UInt8(ascii: "\n"): short = UInt8(ascii: "n")
    case UInt8(ascii: "\t"): short = UInt8(ascii: "t")
    case UInt8(ascii: "\r"): short = UInt8(ascii: "r")
    default: return writeEscape(UInt16(byte), to: output)
    }
    output[0] = UInt8(ascii: "\\")
    output[1] = short
    return 2
  }

  private static func writeEscape(_ unit: UInt16, to output: UnsafeMutablePointer<UInt8>) -> Int {
    output[0] = UInt8(ascii: "\\")
    output[1] = UInt8(ascii: "u")
    for position in 0..<4 {
      let digit = UInt8(truncatingIfNeeded: unit >> (12 - 4 * UInt16(position))) & 0xf
      output[2 + position] = digit < 10 ? UInt8(ascii: "0") + digit : UInt8(ascii: "a") + digit - 10
    }
    return 6
  }
}
