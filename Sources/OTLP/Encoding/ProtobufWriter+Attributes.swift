/// Attributes are most of what is sent, so their sizes are computed first and nothing is moved.
///
/// https://github.com/open-telemetry/opentelemetry-proto/blob/main/opentelemetry/proto/common/v1/common.proto
extension ProtobufWriter {
  /// A repeated field of `KeyValue`.
  mutating func append(_ field: Int, _ attributes: [Attribute]) {
    for attribute in attributes {
      let keySize = attribute.key.utf8.count
      let valueSize = attribute.value.encodedSize
      let size = Self.fieldSize(keySize) + Self.fieldSize(valueSize)
      reserve(size + 20)
      put(tag: field, .bytes)
      put(varint: UInt64(size))
      put(tag: 1, .bytes)
      put(varint: UInt64(keySize))
      put(attribute.key, size: keySize)
      put(tag: 2, .bytes)
      put(varint: UInt64(valueSize))
      put(attribute.value)
    }
  }

  /// An `AnyValue`.
  mutating func append(_ field: Int, _ value: AttributeValue) {
    let size = value.encodedSize
    reserve(size + 20)
    put(tag: field, .bytes)
    put(varint: UInt64(size))
    put(value)
  }

  /// An `InstrumentationScope`.
  mutating func append(_ field: Int, _ scope: InstrumentationScope) {
    append(field, lengthSize: 1) { writer in
      writer.append(1, scope.name)
      writer.append(2, scope.version)
    }
  }

  /// The fields of an `AnyValue`, for which there must be room. One of them is written, whatever
  /// the value: without any it would be null.
  private mutating func put(_ value: AttributeValue) {
    switch value {
    case .string(let text):
      let size = text.utf8.count
      put(tag: 1, .bytes)
      put(varint: UInt64(size))
      put(text, size: size)
    case .bool(let value):
      put(tag: 2, .varint)
      put(varint: value ? 1 : 0)
    case .int(let number):
      put(tag: 3, .varint)
      put(varint: UInt64(bitPattern: number))
    case .double(let number):
      put(tag: 4, .fixed64)
      put(number.bitPattern)
    case .strings(let texts):
      put(tag: 5, .bytes)
      put(varint: UInt64(AttributeValue.encodedSize(of: texts)))
      for text in texts {
        let size = text.utf8.count
        put(tag: 1, .bytes)
        put(varint: UInt64(Self.fieldSize(size)))
        put(tag: 1, .bytes)
        put(varint: UInt64(size))
        put(text, size: size)
      }
    }
  }

  /// A field of a number below 16 that holds so many bytes.
  @inline(__always)
  fileprivate static func fieldSize(_ size: Int) -> Int {
    1 + Self.size(of: UInt64(size)) + size
  }
}

extension AttributeValue {
  /// In bytes, as an `AnyValue` without its own tag and length.
  @inline(__always)
  fileprivate var encodedSize: Int {
    switch self {
    case .string(let text): ProtobufWriter.fieldSize(text.utf8.count)
    case .bool: 2
    case .int(let number): 1 + ProtobufWriter.size(of: UInt64(bitPattern: number))
    case .double: 9
    case .strings(let texts): ProtobufWriter.fieldSize(Self.encodedSize(of: texts))
    }
  }

  /// In bytes, as an `ArrayValue`.
  fileprivate static func encodedSize(of texts: [String]) -> Int {
    texts.reduce(0) {
      $0 + ProtobufWriter.fieldSize(ProtobufWriter.fieldSize($1.utf8.count))
    }
  }
}
