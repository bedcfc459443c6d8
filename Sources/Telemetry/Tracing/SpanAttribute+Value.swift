import OTLP
import Tracing

extension SpanAttribute {
  /// As OTLP has it. Arrays of anything but texts become arrays of texts.
  var value: AttributeValue {
    switch self {
    case .int32(let number): .int(Int64(number))
    case .int64(let number): .int(number)
    case .double(let number): .double(number)
    case .bool(let flag): .bool(flag)
    case .string(let text): .string(text)
    case .stringConvertible(let thing): .string(thing.description)
    case .int32Array(let numbers): .strings(numbers.map(\.description))
    case .int64Array(let numbers): .strings(numbers.map(\.description))
    case .doubleArray(let numbers): .strings(numbers.map(\.description))
    case .boolArray(let flags): .strings(flags.map(\.description))
    case .stringArray(let texts): .strings(texts)
    case .stringConvertibleArray(let things): .strings(things.map(\.description))
    default: .string(String(describing: self))
    }
  }

  /// The attribute, its texts cut to the length that is allowed.
  func cut(to limits: AttributeLimits) -> SpanAttribute {
    guard limits.valueLength != nil else { return self }
    switch limits.cut(value) {
    case .string(let text): return .string(text)
    case .strings(let texts): if case .stringArray = self { return .stringArray(texts) }
    case .int, .double, .bool: break
    }
    return self
  }
}

extension SpanAttributes {
  /// As OTLP has them, in the order of their names.
  var list: [Attribute] {
    var list: [Attribute] = []
    list.reserveCapacity(count)
    forEach { list.append(Attribute($0, $1.value)) }
    return list.sorted { $0.key < $1.key }
  }
}
