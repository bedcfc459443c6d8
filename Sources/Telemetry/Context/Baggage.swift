/// Names and values that are passed on along with a trace.
///
/// https://www.w3.org/TR/baggage/
public struct Baggage: Sendable, Equatable {
  /// The most entries that are read or written.
  public static let countLimit = 64
  /// The most bytes that are read or written.
  public static let sizeLimit = 8192

  /// A name with its value.
  public struct Entry: Sendable, Equatable {
    /// A token as HTTP defines it.
    public var key: String
    /// Any text.
    public var value: String
    /// What follows the value's semicolon, as it came; empty for nothing.
    public var properties = ""

    /// Puts an entry together.
    public init(key: String, value: String, properties: String = "") {
      self.key = key
      self.value = value
      self.properties = properties
    }
  }

  /// The entries, each key once, in the order in which they came.
  public private(set) var entries: [Entry] = []

  /// Without entries.
  public init() {}

  /// The value of a key. Setting it to `nil` takes the entry out.
  public subscript(key: String) -> String? {
    get { entries.first { $0.key == key }?.value }
    set {
      guard let newValue else { return entries.removeAll { $0.key == key } }
      set(Entry(key: key, value: newValue))
    }
  }

  /// Adds an entry, in the place of one with the same key.
  public mutating func set(_ entry: Entry) {
    if let index = entries.firstIndex(where: { $0.key == entry.key }) {
      entries[index] = entry
    } else {
      entries.append(entry)
    }
  }
}
