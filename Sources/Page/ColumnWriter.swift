/// Numbers in few bytes: a column of the page's data.
///
/// A number is written as LEB128: seven bits a byte, the lowest first, the eighth set on all but the
/// last. One that may be negative is written as 0, -1, 1, -2, … ↦ 0, 1, 2, 3, …; a column whose numbers
/// follow each other closely, as the differences from one to the next. JavaScript counts exactly up to
/// 2^53: what is larger is written as that.
struct ColumnWriter {
  private(set) var bytes: [UInt8] = []
  private var last: Int64 = 0
  private static let most: Int64 = 1 << 53 - 1

  init(capacity: Int = 0) {
    bytes.reserveCapacity(capacity)
  }

  /// A number that is not negative.
  mutating func append(_ number: Int64) {
    var rest = UInt64(min(max(number, 0), Self.most))
    while rest >= 0x80 {
      bytes.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    bytes.append(UInt8(rest))
  }

  /// A number that may be missing: 0 stands for that, and others are one more.
  mutating func append(optional number: Int64?) {
    append(number.map { min(max($0, 0), Self.most - 1) + 1 } ?? 0)
  }

  /// A number by its difference from the one before.
  mutating func append(difference number: Int64) {
    let number = min(max(number, -Self.most / 4), Self.most / 4)
    let difference = number - last
    last = number
    append(difference < 0 ? -2 * difference - 1 : 2 * difference)
  }

  mutating func append(bytes more: some Sequence<UInt8>) {
    bytes.append(contentsOf: more)
  }
}
