internal import Glibc

/// Searches in bytes that are looked at in place: paths from the kernel, lines of a file.
extension UnsafeRawBufferPointer {
  /// Whether the bytes end in these.
  func ends(with suffix: StaticString) -> Bool {
    let count = suffix.utf8CodeUnitCount
    guard let base = baseAddress, self.count >= count else { return false }
    return memcmp(base + (self.count - count), suffix.utf8Start, count) == 0
  }

  /// Whether the bytes begin with these.
  func starts(with prefix: StaticString) -> Bool {
    let count = prefix.utf8CodeUnitCount
    guard let base = baseAddress, self.count >= count else { return false }
    return memcmp(base, prefix.utf8Start, count) == 0
  }

  /// Whether the bytes are the same as those of an array.
  func equals(_ other: [UInt8]) -> Bool {
    other.withUnsafeBytes { other in
      guard count == other.count, let base = baseAddress, let rival = other.baseAddress else {
        return isEmpty && other.isEmpty
      }
      return memcmp(base, rival, count) == 0
    }
  }

  /// Whether the bytes are these and nothing else.
  func equals(_ other: StaticString) -> Bool {
    count == other.utf8CodeUnitCount && starts(with: other)
  }

  /// Where these bytes occur first at or after a position.
  func firstIndex(of needle: StaticString, from start: Int = 0) -> Int? {
    firstIndex(
      of: UnsafeRawBufferPointer(start: needle.utf8Start, count: needle.utf8CodeUnitCount),
      from: start)
  }

  /// Where these bytes occur first at or after a position.
  ///
  /// A plain loop: in a path of some sixty bytes it is over before `memchr` has been called for each
  /// slash.
  func firstIndex(of needle: UnsafeRawBufferPointer, from start: Int = 0) -> Int? {
    guard let base = baseAddress, let wanted = needle.baseAddress, let head = needle.first,
      start >= 0
    else { return nil }
    var position = start
    let last = count - needle.count
    while position <= last {
      if base.load(fromByteOffset: position, as: UInt8.self) == head,
        memcmp(base + position, wanted, needle.count) == 0
      {
        return position
      }
      position += 1
    }
    return nil
  }

  /// Where the last slash is.
  var lastSlash: Int? {
    guard let base = baseAddress else { return nil }
    var position = count - 1
    while position >= 0, base.load(fromByteOffset: position, as: UInt8.self) != .slash {
      position -= 1
    }
    return position < 0 ? nil : position
  }

  /// Where these bytes occur last.
  func lastIndex(of needle: StaticString) -> Int? {
    var last: Int?
    while let next = firstIndex(of: needle, from: last.map { $0 + 1 } ?? 0) { last = next }
    return last
  }

  /// A part of the bytes, as far as it lies within them.
  func part(_ range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: self[range.clamped(to: 0..<count)])
  }

  /// The bytes without blanks at both ends.
  var trimmed: UnsafeRawBufferPointer {
    var lower = 0
    var upper = count
    while lower < upper, self[lower].isBlank { lower += 1 }
    while upper > lower, self[upper - 1].isBlank { upper -= 1 }
    return part(lower..<upper)
  }

  /// The bytes as text, with the replacement character for what is not UTF-8.
  var text: String { String(decoding: self, as: UTF8.self) }

  /// What follows a field's name at the beginning of a line, without blanks around it.
  func value(of field: StaticString) -> UnsafeRawBufferPointer? {
    guard starts(with: field) else { return nil }
    return part(field.utf8CodeUnitCount..<count).trimmed
  }

  /// A number for these bytes (FNV-1a, then mixed), by which they are found again.
  var identity: UInt64 {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in self { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    hash = (hash ^ (hash >> 32)) &* 0x9E37_79B9_7F4A_7C15
    return hash ^ (hash >> 29)
  }
}

extension UInt8 {
  static let slash = UInt8(ascii: "/")
  static let dot = UInt8(ascii: ".")
  static let dash = UInt8(ascii: "-")
  static let newline = UInt8(ascii: "\n")

  var isBlank: Bool { self == 0x20 || (0x09...0x0D).contains(self) }
  var isDigit: Bool { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(self) }
  var isWord: Bool {
    isDigit || self == UInt8(ascii: "_") || (0x41...0x5A).contains(self)
      || (0x61...0x7A).contains(self)
  }
  var lowercased: UInt8 { (0x41...0x5A).contains(self) ? self + 0x20 : self }
}
