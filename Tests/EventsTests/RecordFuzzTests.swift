import Events
import SeededRandom
import Testing

/// What is decoded is read to its last byte, up against memory that nobody may touch.
@Suite("Random bytes")
struct RecordFuzzTests {
  @Test("Random buffers are decoded or refused, and never trap", arguments: 1...4)
  func random(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let memory = try GuardedMemory(capacity: 4096)
    var decoded = 0
    for _ in 0..<12_500 {
      let count = Int.random(in: 0...320, using: &random)
      var bytes = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next() >> 20) }
      // Most of them with a size and a kind that lead further into the decoder.
      if count >= 6, Int.random(in: 0..<10, using: &random) > 0 {
        bytes = RecordBytes.sized(bytes)
        bytes[4] = UInt8.random(in: 0...12, using: &random)
        bytes[5] = 0
      }
      if read(bytes, in: memory) { decoded += 1 }
    }
    #expect(decoded > 1_000)
  }

  @Test("Records with a few bytes changed are decoded or refused, and never trap", arguments: 1...4)
  func mutated(seed: UInt64) throws {
    var random = SeededRandom(seed: seed)
    let memory = try GuardedMemory(capacity: 4096)
    let originals = WireRecord.allCases.map(\.bytes)
    var decoded = 0
    for index in 0..<12_500 {
      var bytes = originals[index % originals.count]
      for _ in 0..<Int.random(in: 1...4, using: &random) {
        // The sizes are among the first bytes, where it matters most.
        let limit = Bool.random(using: &random) ? bytes.count : min(bytes.count, 96)
        let offset = Int.random(in: 0..<limit, using: &random)
        bytes[offset] =
          Bool.random(using: &random)
          ? bytes[offset] &+ UInt8.random(in: 0...3, using: &random) &- 1
          : UInt8.random(in: 0...255, using: &random)
      }
      if Int.random(in: 0..<4, using: &random) == 0 {
        bytes = RecordBytes.sized(bytes.dropLast(Int.random(in: 0...16, using: &random)))
      }
      if read(bytes, in: memory) { decoded += 1 }
    }
    #expect(decoded > 1_000)
  }
}

/// Decodes and reads everything. Returns whether the bytes were a record.
private func read(_ bytes: [UInt8], in memory: GuardedMemory) -> Bool {
  memory.lend(bytes) { bytes in
    guard let event = try? Event(decoding: bytes) else { return false }
    var sum: UInt8 = 0
    for part in [event.fixedBytes] + event.strings + event.paths.map(\.bytes) {
      for byte in part { sum &+= byte }
    }
    for path in event.paths {
      withUnsafeTemporaryAllocation(byteCount: path.pathSize, alignment: 1) { output in
        guard let base = output.baseAddress else { return }
        let used = path.write(to: base)
        if used > path.pathSize { Issue.record("\(used) bytes for \(path.pathSize)") }
      }
    }
    for path in event.filePaths {
      withUnsafeTemporaryAllocation(byteCount: path.roomNeeded, alignment: 1) { output in
        guard let base = output.baseAddress else { return }
        let used = path.write(to: base)
        if used > path.roomNeeded { Issue.record("\(used) bytes for \(path.roomNeeded)") }
      }
    }
    withExtendedLifetime(sum) {}
    return true
  }
}
