import SeededRandom
import Testing

@testable import Parquet

@Suite("Encodings")
struct EncodingTests {
  @Test(
    "Varints have seven bits in a byte",
    arguments: [
      (0, [0]), (1, [1]), (127, [0x7F]), (128, [0x80, 1]), (300, [0xAC, 2]),
      (UInt64.max, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 1]),
    ] as [(UInt64, [UInt8])])
  func varint(value: UInt64, bytes: [UInt8]) {
    #expect(encoded { $0.appendVarint(value) } == bytes)
  }

  @Test(
    "Zigzag numbers have their sign in the lowest bit",
    arguments: [
      (0, 0), (-1, 1), (1, 2), (-2, 3), (.max, UInt64.max - 1), (.min, UInt64.max),
    ] as [(Int64, UInt64)])
  func zigzag(value: Int64, number: UInt64) {
    #expect(encoded { $0.appendZigzag(value) } == encoded { $0.appendVarint(number) })
  }

  @Test("Packed numbers begin with the lowest bit")
  func packedVector() {
    let numbers: [UInt32] = [0, 1, 2, 3, 4, 5, 6, 7]
    let bytes = encoded { output in
      numbers.withUnsafeBufferPointer { output.appendPacked($0, count: 8, width: 3) }
    }
    #expect(bytes == [0x88, 0xC6, 0xFA])
  }

  @Test("Packed numbers of every width come back", arguments: 0...64)
  func packed(width: Int) {
    var random = SeededRandom(seed: UInt64(width))
    let mask = width == 64 ? UInt64.max : (1 << UInt64(width)) - 1
    for count in [0, 1, 7, 8, 31, 32] {
      let numbers = (0..<count).map { _ in random.next() & mask }
      var output = FlatArray<UInt8>()
      output.append(0xAA)
      numbers.withUnsafeBufferPointer { output.appendPacked($0, count: 32, width: width) }
      #expect(output.count == 1 + 4 * width)
      var decoding = Decoding(output)
      decoding.place = 1
      let zeros = [UInt64](repeating: 0, count: 32 - count)
      #expect(decoding.packed(count: 32, width: width) == numbers + zeros)
    }
  }

  @Test(
    "Runs and literals are as the specification has them",
    arguments: [
      (Array(repeating: 4, count: 10), 3, [20, 4]),
      (Array(repeating: 300, count: 64), 9, [0x80, 1, 0x2C, 1]),
      ([0, 1, 2, 3, 4, 5, 6, 7], 3, [3, 0x88, 0xC6, 0xFA]),
      ([1], 1, [3, 1]),
      ([], 1, []),
      ([1, 0] + Array(repeating: 1, count: 46), 1, [3, 0xFD, 80, 1]),
    ] as [([UInt32], Int, [UInt8])])
  func hybridVectors(numbers: [UInt32], width: Int, bytes: [UInt8]) {
    let output = encoded { output in
      numbers.withUnsafeBufferPointer { output.appendHybrid($0, width: width) }
    }
    #expect(output == bytes)
  }

  @Test("Runs and literals of every width come back", arguments: 1...32)
  func hybrid(width: Int) {
    var random = SeededRandom(seed: UInt64(width))
    let mask = UInt32.max >> UInt32(32 - width)
    for _ in 0..<30 {
      var numbers: [UInt32] = []
      for _ in 0..<Int.random(in: 0..<12, using: &random) {
        let number = UInt32.random(in: 0...mask, using: &random)
        let count = Int.random(in: 1...70, using: &random)
        numbers +=
          Bool.random(using: &random)
          ? Array(repeating: number, count: count)
          : (0..<count).map { _ in UInt32.random(in: 0...mask, using: &random) }
      }
      var output = FlatArray<UInt8>()
      numbers.withUnsafeBufferPointer { output.appendHybrid($0, width: width) }
      var decoding = Decoding(output)
      #expect(decoding.hybrid(count: numbers.count, width: width) == numbers.map { UInt64($0) })
      #expect(decoding.isAtEnd)
    }
  }

  @Test("Levels of any range come back", arguments: 1...40)
  func levels(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    var bits = BitList()
    var expected: [Bool] = []
    for _ in 0..<20 {
      let bit = Bool.random(using: &random)
      let changes = Bool.random(using: &random)
      for _ in 0..<Int.random(in: 1...150, using: &random) {
        expected.append(changes ? Bool.random(using: &random) : bit)
        bits.append(expected[expected.count - 1])
      }
    }
    for _ in 0..<20 {
      let start = Int.random(in: 0..<expected.count, using: &random)
      let range = start..<Int.random(in: start + 1...expected.count, using: &random)
      var output = FlatArray<UInt8>()
      output.appendHybrid(bits, range: range)
      var decoding = Decoding(output)
      #expect(
        decoding.hybrid(count: range.count, width: 1) == expected[range].map { $0 ? 1 : 0 })
      #expect(decoding.isAtEnd)
      #expect(bits.ones(in: range) == expected[range].count { $0 })
    }
  }

  @Test("Differences are as the specification has them")
  func deltaVectors() {
    #expect(delta([1, 2, 3, 4, 5]) == [0x80, 1, 4, 5, 2, 2, 0, 0, 0, 0])
    let packed: [UInt8] = [0xC0, 0x3F, 0, 0, 0, 0, 0, 0]
    #expect(delta([7, 5, 3, 1, 2, 3, 4, 5]) == [0x80, 1, 4, 8, 14, 3, 2, 0, 0, 0] + packed)
    #expect(delta([-3]) == [0x80, 1, 4, 1, 5])
    // The difference wraps around to -1.
    #expect(delta([.min, .max]).dropFirst(14) == [1, 0, 0, 0, 0])
  }

  @Test("Differences of any integers come back", arguments: 1...60)
  func delta(seed: UInt64) {
    var random = SeededRandom(seed: seed)
    let shift = Int64.random(in: 0..<64, using: &random)
    let count = [1, 2, 32, 33, 128, 129, 130, 257, 1_000][Int(seed) % 9]
    let integers = (0..<count).map { index in
      let number = Int64(bitPattern: random.next()) >> shift
      return seed % 3 == 0 ? number &+ Int64(index) &* 1_000_000 : number
    }
    var output = FlatArray<UInt8>()
    let words = integers.map { UInt64(bitPattern: $0) }
    words.withUnsafeBufferPointer { output.appendDelta($0) }
    var decoding = Decoding(output)
    #expect(decoding.delta() == integers)
    #expect(decoding.isAtEnd)
  }

  private func delta(_ integers: [Int64]) -> [UInt8] {
    let words = integers.map { UInt64(bitPattern: $0) }
    return encoded { output in words.withUnsafeBufferPointer { output.appendDelta($0) } }
  }
}

private func encoded(_ body: (inout FlatArray<UInt8>) -> Void) -> [UInt8] {
  var output = FlatArray<UInt8>()
  body(&output)
  return Array(output.bytes)
}
