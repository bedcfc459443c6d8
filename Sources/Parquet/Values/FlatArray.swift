internal import Glibc

/// A growing run of plain values that keeps its memory when it is emptied.
///
/// An array would do the same with a check of its uniqueness and its bounds for each value, which
/// is most of the cost of storing eight bytes. Indices are the caller's responsibility.
struct FlatArray<Element: BitwiseCopyable>: ~Copyable {
  private(set) var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private(set) var capacity: Int

  init() {
    capacity = 8
    base = Self.resize(nil, to: 8)
  }

  deinit {
    free(base)
  }

  var values: UnsafeBufferPointer<Element> { UnsafeBufferPointer(start: base, count: count) }

  var bytes: UnsafeRawBufferPointer { UnsafeRawBufferPointer(values) }

  subscript(index: Int) -> Element {
    get {
      assert(index >= 0 && index < count)
      return base[index]
    }
    set {
      assert(index >= 0 && index < count)
      base[index] = newValue
    }
  }

  func slice(_ range: Range<Int>) -> UnsafeBufferPointer<Element> {
    assert(range.lowerBound >= 0 && range.upperBound <= count)
    return UnsafeBufferPointer(start: base + range.lowerBound, count: range.count)
  }

  @inline(__always)
  mutating func append(_ value: Element) {
    if count == capacity { grow(to: count + 1) }
    base[count] = value
    count += 1
  }

  mutating func append(contentsOf source: UnsafeBufferPointer<Element>) {
    guard let start = source.baseAddress, !source.isEmpty else { return }
    reserve(source.count)
    (base + count).update(from: start, count: source.count)
    count += source.count
  }

  /// Makes room for so many more.
  mutating func reserve(_ more: Int) {
    if capacity - count < more { grow(to: count + more) }
  }

  /// Takes up what was written beyond the end, into memory that was reserved.
  mutating func extend(by more: Int) {
    assert(count + more <= capacity)
    count += more
  }

  /// Forgets the values but not the memory, unless it is that of more than `limit` of them.
  mutating func removeAll(keeping limit: Int = .max) {
    count = 0
    guard capacity > limit else { return }
    capacity = max(limit, 8)
    base = Self.resize(base, to: capacity)
  }

  /// Forgets the values, and most of the memory if they were few for it: what one row group needed
  /// in one column and the next in another would add up otherwise.
  mutating func removeAllOfGroup() {
    removeAll(keeping: max(count * 2, 1_024))
  }

  /// Becomes so many equal values.
  mutating func fill(with value: Element, count newCount: Int) {
    count = 0
    reserve(newCount)
    base.update(repeating: value, count: newCount)
    count = newCount
  }

  @inline(never)
  private mutating func grow(to least: Int) {
    capacity = max(least, capacity * 2)
    base = Self.resize(base, to: capacity)
  }

  /// Large memory is moved by its page table, so that growing does not need it twice.
  private static func resize(
    _ base: UnsafeMutablePointer<Element>?, to capacity: Int
  ) -> UnsafeMutablePointer<Element> {
    guard let memory = realloc(base, capacity * MemoryLayout<Element>.stride) else {
      // As Swift's own arrays end: there is no room to go on, nor to say more.
      fatalError("out of memory")
    }
    return memory.bindMemory(to: Element.self, capacity: capacity)
  }
}

extension FlatArray where Element == UInt8 {
  mutating func append(_ source: UnsafeRawBufferPointer) {
    append(contentsOf: source.assumingMemoryBound(to: UInt8.self))
  }

  /// Appends the bytes of a number, the least significant first.
  mutating func appendInteger<Value: FixedWidthInteger>(_ value: Value) {
    withUnsafeBytes(of: value.littleEndian) { append($0) }
  }
}
