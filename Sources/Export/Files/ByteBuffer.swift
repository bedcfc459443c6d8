internal import Glibc

/// Collects bytes for a descriptor in memory of a fixed size: nothing is allocated for a value.
struct ByteBuffer: ~Copyable {
  private let memory: UnsafeMutableRawBufferPointer
  private var count = 0
  private let output: DescriptorOutput
  private static let size = 256 << 10

  init(_ output: DescriptorOutput) {
    self.output = output
    memory = .allocate(byteCount: Self.size, alignment: 16)
  }

  deinit {
    memory.deallocate()
  }

  mutating func flush() throws {
    try output.write(UnsafeRawBufferPointer(rebasing: memory[..<count]))
    count = 0
  }

  /// Makes sure that so many more bytes can be stored; at most 4096.
  @inline(__always)
  private mutating func reserve(_ size: Int) throws {
    if memory.count - count < size { try flush() }
  }

  @inline(__always)
  mutating func append(_ byte: UInt8) throws {
    try reserve(1)
    memory[count] = byte
    count += 1
  }

  mutating func append(_ bytes: UnsafeRawBufferPointer) throws {
    guard let base = bytes.baseAddress else { return }
    if bytes.count > memory.count - count {
      try flush()
      if bytes.count > memory.count { return try output.write(bytes) }
    }
    if let start = memory.baseAddress { memcpy(start + count, base, bytes.count) }
    count += bytes.count
  }

  mutating func append(_ text: StaticString) throws {
    try append(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// For rare text: names and the like.
  mutating func append(string: String) throws {
    for byte in string.utf8 { try append(byte) }
  }

  mutating func append(_ number: Int64) throws {
    try reserve(20)
    if number < 0 {
      memory[count] = UInt8(ascii: "-")
      count += 1
    }
    appendDigits(number.magnitude, least: 1)
  }

  /// Decimal digits, with zeros in front where there are fewer than `least`.
  @inline(__always)
  private mutating func appendDigits(_ number: UInt64, least: Int) {
    var rest = number
    var length = 0
    var limit: UInt64 = 1
    repeat {
      length += 1
      let (product, overflow) = limit.multipliedReportingOverflow(by: 10)
      if overflow { break }
      limit = product
    } while number >= limit
    length = max(length, least)
    for position in stride(from: count + length - 1, through: count, by: -1) {
      memory[position] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: rest % 10)
      rest /= 10
    }
    count += length
  }

  /// Finite numbers so that reading them gives the same number.
  mutating func append(_ number: Double) throws {
    // Most are seconds made of nanoseconds. Where dividing a whole number below 2^53 by 10^9 gives
    // the number, those nine decimals stand for it exactly: the division rounds as a reader does.
    let scaled = (number * 1e9).rounded()
    guard abs(scaled) < 9e15, scaled / 1e9 == number, number != 0 || number.sign == .plus else {
      return try append(string: number.description)
    }
    try reserve(32)
    if scaled < 0 {
      memory[count] = UInt8(ascii: "-")
      count += 1
    }
    let whole = UInt64(abs(scaled))
    appendDigits(whole / 1_000_000_000, least: 1)
    memory[count] = UInt8(ascii: ".")
    count += 1
    appendDigits(whole % 1_000_000_000, least: 9)
    while memory[count - 1] == UInt8(ascii: "0"), memory[count - 2] != UInt8(ascii: ".") {
      count -= 1
    }
  }

  /// Microseconds since 1970 as ISO 8601: `2026-01-31T09:24:01.250000Z`.
  mutating func append(timestamp microseconds: Int64) throws {
    try reserve(40)
    let time = CivilTime(microseconds: microseconds)
    if time.year < 0 {
      memory[count] = UInt8(ascii: "-")
      count += 1
    }
    appendDigits(UInt64(time.year.magnitude), least: 4)
    append(UInt8(ascii: "-"), time.month)
    append(UInt8(ascii: "-"), time.day)
    append(UInt8(ascii: "T"), time.hour)
    append(UInt8(ascii: ":"), time.minute)
    append(UInt8(ascii: ":"), time.second)
    memory[count] = UInt8(ascii: ".")
    count += 1
    appendDigits(UInt64(time.microsecond), least: 6)
    memory[count] = UInt8(ascii: "Z")
    count += 1
  }

  @inline(__always)
  private mutating func append(_ separator: UInt8, _ number: Int) {
    memory[count] = separator
    memory[count + 1] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number / 10)
    memory[count + 2] = UInt8(ascii: "0") + UInt8(truncatingIfNeeded: number % 10)
    count += 3
  }
}
