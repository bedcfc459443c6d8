@testable import Parquet

/// Reads back what the encodings wrote: straight after the specification, a bit at a time.
struct Decoding {
  var bytes: [UInt8]
  var place = 0

  init(_ bytes: borrowing FlatArray<UInt8>) {
    self.bytes = Array(bytes.bytes)
  }

  var isAtEnd: Bool { place == bytes.count }

  mutating func varint() -> UInt64 {
    var value: UInt64 = 0
    var shift: UInt64 = 0
    while place < bytes.count {
      let byte = bytes[place]
      place += 1
      value |= UInt64(byte & 0x7F) << shift
      shift += 7
      if byte < 0x80 { break }
    }
    return value
  }

  mutating func zigzag() -> Int64 {
    let value = varint()
    return Int64(bitPattern: value >> 1) ^ -Int64(bitPattern: value & 1)
  }

  mutating func packed(count: Int, width: Int) -> [UInt64] {
    let values = (0..<count).map { index in
      (0..<width).reduce(UInt64(0)) { value, bit in
        let position = index * width + bit
        let isSet = bytes[place + position / 8] >> UInt8(position % 8) & 1
        return value | UInt64(isSet) << UInt64(bit)
      }
    }
    place += count * width / 8
    return values
  }

  mutating func hybrid(count: Int, width: Int) -> [UInt64] {
    var values: [UInt64] = []
    while values.count < count, !isAtEnd {
      let header = varint()
      if header & 1 == 1 {
        values += packed(count: Int(header >> 1) * 8, width: width)
      } else {
        let size = (width + 7) / 8
        let value = (0..<size).reduce(UInt64(0)) {
          $0 | UInt64(bytes[place + $1]) << UInt64(8 * $1)
        }
        place += size
        values += Array(repeating: value, count: Int(header >> 1))
      }
    }
    return Array(values.prefix(count))
  }

  mutating func delta() -> [Int64] {
    let block = Int(varint())
    let miniblocks = Int(varint())
    let count = Int(varint())
    var values = [zigzag()]
    while values.count < count {
      let least = zigzag()
      let widths = bytes[place..<place + miniblocks].map { Int($0) }
      place += miniblocks
      for width in widths where values.count < count {
        for difference in packed(count: block / miniblocks, width: width) {
          values.append(values[values.count - 1] &+ least &+ Int64(bitPattern: difference))
        }
      }
      values.removeLast(max(0, values.count - count))
    }
    return values
  }
}
