import CSondeWire
import Events
import Testing

@Suite("Bytes that are not a record")
struct MalformedRecordTests {
  private let memory: GuardedMemory

  init() throws {
    memory = try GuardedMemory(capacity: 4096)
  }

  @Test("A record cut at any length is refused", arguments: WireRecord.allCases)
  func truncated(record: WireRecord) {
    let whole = record.bytes
    for count in 0..<whole.count {
      let kind: UInt16 = count < 40 ? 0 : UInt16(whole[4])
      let need = count < 40 ? 40 : whole.count
      #expect(throws: RecordError.tooShort(kind: kind, need: need, have: count)) {
        try memory.lend(Array(whole.prefix(count))) { _ = try Event(decoding: $0) }
      }
    }
  }

  @Test("So is one whose own size agrees with the cut", arguments: WireRecord.allCases)
  func truncatedWithSize(record: WireRecord) {
    for count in 0..<record.bytes.count {
      #expect(throws: RecordError.self, "at \(count)") {
        try memory.lend(RecordBytes.sized(Array(record.bytes.prefix(count)))) {
          _ = try Event(decoding: $0)
        }
      }
    }
  }

  @Test("A size that is not the number of bytes is refused", arguments: WireRecord.allCases)
  func wrongSize(record: WireRecord) {
    let count = record.bytes.count
    for size in [0, 1, 40, count - 8, count - 1, count + 1, count + 8, 0xffff_ffff] {
      var bytes = record.bytes
      bytes.store(UInt32(size), at: 0)
      #expect(
        throws: RecordError.tooShort(kind: UInt16(bytes[4]), need: size, have: count)
      ) {
        try memory.lend(bytes) { _ = try Event(decoding: $0) }
      }
    }
  }

  @Test(
    "Parts that do not add up to the tail are refused",
    arguments: WireRecord.allCases.filter { !$0.tailSizeOffsets.isEmpty })
  func inconsistentTail(record: WireRecord) {
    for offset in record.tailSizeOffsets {
      let right = record.bytes.load(at: offset)
      for wrong in [0, right - 1, right + 1, right + 1_000, 0x7fff_ffff, 0x8000_0000, .max] {
        var bytes = record.bytes
        bytes.store(wrong, at: offset)
        #expect(
          throws: RecordError.inconsistentTail(kind: UInt16(bytes[4])), "\(wrong) at \(offset)"
        ) {
          try memory.lend(bytes) { _ = try Event(decoding: $0) }
        }
      }
    }
  }

  @Test(
    "Bytes behind the last part are refused",
    arguments: WireRecord.allCases.filter { !$0.tailSizeOffsets.isEmpty }, [1, 8])
  func surplus(record: WireRecord, count: Int) {
    let bytes = RecordBytes.sized(record.bytes + Array(repeating: 0, count: count))
    #expect(throws: RecordError.inconsistentTail(kind: UInt16(bytes[4]))) {
      try memory.lend(bytes) { _ = try Event(decoding: $0) }
    }
  }

  @Test("An unknown kind is refused and named", arguments: [0, 13, 14, 258, 0x7fff, 0xffff])
  func unknownKind(kind: UInt16) {
    var record = RecordBytes(kind: kind)
    record.append(40, from: UInt64(1))
    #expect(throws: RecordError.unknownKind(kind)) {
      try memory.lend(record.finished) { _ = try Event(decoding: $0) }
    }
  }

  @Test("A record off the 8-byte grid is refused", arguments: WireRecord.allCases, 1...7)
  func misaligned(record: WireRecord, by offset: Int) {
    #expect(throws: RecordError.misaligned) {
      try memory.lend(record.bytes, misalignment: offset) { _ = try Event(decoding: $0) }
    }
  }

  @Test("No bytes at all are refused")
  func nothing() {
    #expect(throws: RecordError.tooShort(kind: 0, need: 40, have: 0)) {
      _ = try Event(decoding: UnsafeRawBufferPointer(start: nil, count: 0))
    }
  }
}

extension [UInt8] {
  fileprivate mutating func store(_ value: UInt32, at offset: Int) {
    withUnsafeMutableBytes {
      $0.storeBytes(of: value.littleEndian, toByteOffset: offset, as: UInt32.self)
    }
  }

  fileprivate func load(at offset: Int) -> UInt32 {
    withUnsafeBytes {
      UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
    }
  }
}
