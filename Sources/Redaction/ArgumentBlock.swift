/// NUL-terminated strings one after the other; the last may lack its NUL.
///
/// A byte before the first or after the last reads as NUL, which ends whatever a rule looks for.
/// So no rule can read out of bounds, and none has to say so.
struct ArgumentBlock {
  private let bytes: UnsafeRawBufferPointer

  init(_ bytes: UnsafeRawBufferPointer) {
    self.bytes = bytes
  }

  var count: Int { bytes.count }

  subscript(position: Int) -> UInt8 {
    bytes.indices.contains(position) ? bytes[position] : .nul
  }

  subscript(range: Range<Int>) -> UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(rebasing: bytes[range.clamped(to: bytes.indices)])
  }

  /// The bytes of the string that begins at `start`, without its NUL.
  func argument(from start: Int) -> Range<Int> {
    start..<first(from: start, before: count) { $0 == .nul }
  }

  /// The first position at or after `start` whose byte satisfies `predicate`, or `end`.
  func first(from start: Int, before end: Int, where predicate: (UInt8) -> Bool) -> Int {
    var position = start
    while position < end, !predicate(self[position]) {
      position += 1
    }
    return position
  }

  /// Whether the bytes of `range` are `text`, which is in small letters, in either case.
  func equals(_ range: Range<Int>, ignoringCase text: StaticString) -> Bool {
    range.count == text.utf8CodeUnitCount && hasPrefix(text, at: range.lowerBound) { $0.lowered }
  }

  /// Whether the bytes of `range` end in `text`, which is in small letters, in either case.
  func hasSuffix(_ text: StaticString, ignoringCase range: Range<Int>) -> Bool {
    let length = text.utf8CodeUnitCount
    return range.count >= length
      && hasPrefix(text, at: range.upperBound - length) { $0.lowered }
  }

  /// Whether `text` is what stands at `position`, each byte taken through `transform`.
  func hasPrefix(
    _ text: StaticString, at position: Int, _ transform: (UInt8) -> UInt8 = { $0 }
  ) -> Bool {
    text.withUTF8Buffer { wanted in
      wanted.indices.allSatisfy { transform(self[position + $0]) == wanted[$0] }
    }
  }
}
