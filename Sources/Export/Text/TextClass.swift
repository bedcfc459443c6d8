/// What has to be done about each byte of a text, looked up at a byte's cost.
///
/// A byte that is no UTF-8, or must not get through, is written as `\xHH`. So that this can be
/// undone without doubt, a backslash of the text itself is written as `\x5c` where it stands before
/// what would be taken for such a byte: `x5c`, or `x` and the digits of a byte that is escaped. Where
/// text is known to be UTF-8, its backslashes are left alone.
struct TextClass: ~Copyable {
  /// What is done about a character.
  enum Treatment: UInt8, Comparable {
    /// It goes through as it is.
    case plain
    /// The format has a way of its own to write it.
    case special
    /// It has to be looked at: the first byte of something longer, or a backslash.
    case careful
    /// It is written as `\xHH`.
    case escaped

    static func < (left: Treatment, right: Treatment) -> Bool { left.rawValue < right.rawValue }
  }

  /// Of controls, and of characters that show nothing and steer what shows.
  let controls: Treatment
  /// Of a backslash that does not look like the beginning of an escaped byte.
  let backslash: Treatment
  private let table: UnsafeMutablePointer<Treatment>

  init(special characters: StaticString, controls: Treatment, backslash: Treatment = .plain) {
    self.controls = controls
    self.backslash = backslash
    table = .allocate(capacity: 256)
    table.initialize(repeating: .plain, count: 256)
    for byte in 0x80...0xff { table[byte] = .careful }
    table[Int(UInt8(ascii: "\\"))] = .careful
    for byte in 0..<0x20 { table[byte] = controls }
    table[0x7f] = controls
    // No process's text has it, and few readers take it.
    table[0] = controls == .special ? .special : .escaped
    for index in 0..<characters.utf8CodeUnitCount {
      let byte = Int(characters.utf8Start[index])
      if table[byte] != .escaped { table[byte] = .special }
    }
  }

  deinit {
    table.deallocate()
  }

  /// Whether this byte is ever written as `\xHH`.
  func mayEscape(_ byte: UInt8) -> Bool {
    byte >= 0x80 || byte == 0 || byte == UInt8(ascii: "\\") || table[Int(byte)] == .escaped
  }

  @inline(__always)
  subscript(byte: UInt8) -> Treatment { table[Int(byte)] }

  /// What the text as a whole needs: the most of what its bytes do.
  @inline(__always)
  func greatest(in bytes: UnsafeRawBufferPointer) -> Treatment {
    var greatest: UInt8 = 0
    for byte in bytes { greatest = max(greatest, table[Int(byte)].rawValue) }
    return Treatment(rawValue: greatest) ?? .escaped
  }
}
