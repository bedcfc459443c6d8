/// Writes Thrift's compact protocol, in which all of a file's metadata is.
///
/// A field is a byte with the difference of its number to the field before in the upper half and
/// its type in the lower, then the value; a boolean is its type. A difference that does not fit is
/// zero, and the number follows. A struct ends with a zero. Integers are zigzag varints, bytes have
/// their length before them; a list has a byte with its count and its elements' type, or, from
/// fifteen on, 15 and the type, and the count as a varint.
struct CompactThrift: ~Copyable {
  enum ElementType: UInt8 {
    case boolean = 1
    case int32 = 5
    case int64 = 6
    case bytes = 8
    case structure = 12
  }

  private static let listType: UInt8 = 9

  private(set) var output = FlatArray<UInt8>()
  private var lastField = 0

  mutating func removeAll() {
    output.removeAll()
    lastField = 0
  }

  mutating func field(_ number: Int, _ value: Bool) {
    header(number, value ? 1 : 2)
  }

  mutating func field(_ number: Int, _ value: Int32) {
    header(number, ElementType.int32.rawValue)
    output.appendZigzag(Int64(value))
  }

  mutating func field(_ number: Int, _ value: Int64) {
    header(number, ElementType.int64.rawValue)
    output.appendZigzag(value)
  }

  mutating func field(_ number: Int, _ value: Int16) {
    header(number, 4)
    output.appendZigzag(Int64(value))
  }

  mutating func field(_ number: Int, _ value: [UInt8]) {
    header(number, ElementType.bytes.rawValue)
    element(value)
  }

  mutating func field(_ number: Int, _ value: String) {
    field(number, Array(value.utf8))
  }

  /// A struct within a struct.
  mutating func field(_ number: Int, _ body: (inout CompactThrift) -> Void) {
    header(number, ElementType.structure.rawValue)
    structure(body)
  }

  /// A struct that was written before.
  mutating func field(_ number: Int, struct bytes: UnsafeRawBufferPointer) {
    header(number, ElementType.structure.rawValue)
    output.append(bytes)
  }

  /// The head of a list; the elements are to follow.
  mutating func list(_ number: Int, of type: ElementType, count: Int) {
    header(number, Self.listType)
    if count < 15 {
      output.append(UInt8(truncatingIfNeeded: count) << 4 | type.rawValue)
    } else {
      output.append(0xF0 | type.rawValue)
      output.appendVarint(UInt64(count))
    }
  }

  mutating func element(_ value: Bool) {
    output.append(value ? 1 : 2)
  }

  mutating func element(_ value: Int32) {
    output.appendZigzag(Int64(value))
  }

  mutating func element(_ value: Int64) {
    output.appendZigzag(value)
  }

  mutating func element(_ value: [UInt8]) {
    output.appendVarint(UInt64(value.count))
    value.withUnsafeBytes { output.append($0) }
  }

  /// A struct as the element of a list, or as the whole.
  mutating func structure(_ body: (inout CompactThrift) -> Void) {
    let outer = lastField
    lastField = 0
    body(&self)
    output.append(0)
    lastField = outer
  }

  private mutating func header(_ number: Int, _ type: UInt8) {
    let difference = number - lastField
    if difference > 0, difference < 16 {
      output.append(UInt8(truncatingIfNeeded: difference) << 4 | type)
    } else {
      output.append(type)
      output.appendZigzag(Int64(number))
    }
    lastField = number
  }
}
