/// Text that comes from a process: usually UTF-8, but nothing makes it so.
public struct RawText: Hashable, Sendable {
  /// The bytes as the process has given them, controls and invalid ones included.
  public var bytes: [UInt8]

  /// Creates a text of these bytes.
  public init(_ bytes: [UInt8]) {
    self.bytes = bytes
  }

  /// Creates a text of a string's UTF-8.
  public init(_ string: some StringProtocol) {
    bytes = Array(string.utf8)
  }

  /// Whether there is nothing in it.
  public var isEmpty: Bool { bytes.isEmpty }

  /// The last component of a path; all of it when it has no slash.
  public var baseName: RawText {
    guard let slash = bytes.lastIndex(of: UInt8(ascii: "/")) else { return self }
    return RawText(Array(bytes[(slash + 1)...]))
  }
}

extension RawText: ExpressibleByStringLiteral {
  /// Creates a text of a literal's UTF-8.
  public init(stringLiteral value: String) {
    self.init(value)
  }
}

extension RawText: Comparable {
  /// Compares byte by byte.
  public static func < (left: RawText, right: RawText) -> Bool {
    left.bytes.lexicographicallyPrecedes(right.bytes)
  }
}
