internal import Store

/// Writes JSON-LD as RO-Crate wants it: a flat list of entities, each a line.
struct CrateGraph: ~Copyable {
  private var output: ByteBuffer
  private let strings = JSONString()
  private var hasEntities = false

  /// The terms of RO-Crate, and those that the profiles of runs add.
  static let contexts = [
    "https://w3id.org/ro/crate/1.1/context", "https://w3id.org/ro/terms/workflow-run/context",
  ]

  init(output: consuming ByteBuffer) throws {
    self.output = output
    let contexts = Self.contexts.map { "\"\($0)\"" }.joined(separator: ", ")
    try self.output.append(string: "{\"@context\": [\(contexts)],\n\"@graph\": [")
  }

  mutating func begin(_ identifier: String, _ type: String) throws {
    try output.append(hasEntities ? ",\n{\"@id\":" : "\n{\"@id\":")
    hasEntities = true
    try append(identifier)
    try add("@type", type)
  }

  mutating func end() throws {
    try output.append("}")
  }

  mutating func finish() throws {
    try output.append("\n]}\n")
    try output.flush()
  }

  // MARK: Properties

  mutating func add(_ property: StaticString, _ text: String) throws {
    try name(property)
    try append(text)
  }

  /// Text of a process's: what is not UTF-8 in it is written as `\xHH`.
  mutating func add(_ property: StaticString, _ text: RawText) throws {
    try name(property)
    try text.bytes.withUnsafeBytes {
      try strings.append($0, isUnicode: false, to: &output)
    }
  }

  mutating func refer(_ property: StaticString, to identifier: String) throws {
    try name(property)
    try append(reference: identifier)
  }

  /// Nothing when there is none to refer to; a list only when there are several.
  mutating func refer(
    _ property: StaticString, to identifiers: some Sequence<String>
  ) throws {
    var iterator = identifiers.makeIterator()
    guard let first = iterator.next() else { return }
    guard var next = iterator.next() else { return try refer(property, to: first) }
    try name(property)
    try output.append("[")
    try append(reference: first)
    while true {
      try output.append(",")
      try append(reference: next)
      guard let another = iterator.next() else { break }
      next = another
    }
    try output.append("]")
  }

  private mutating func name(_ property: StaticString) throws {
    try output.append(",\"")
    try output.append(property)
    try output.append("\":")
  }

  private mutating func append(reference identifier: String) throws {
    try output.append("{\"@id\":")
    try append(identifier)
    try output.append("}")
  }

  private mutating func append(_ text: String) throws {
    var text = text
    try text.withUTF8 {
      try strings.append(UnsafeRawBufferPointer($0), isUnicode: true, to: &output)
    }
  }
}
